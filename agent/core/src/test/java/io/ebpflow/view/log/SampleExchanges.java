// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.exchange.Verdict;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Errno;
import java.util.Map;

/** Exchanges and slow calls for {@link SampleEvents}. */
final class SampleExchanges {
    private SampleExchanges() {}

    static void add(Map<String, FlowEvent> events) {
        addExchanges(events);
        addUdp(events);
        addSlow(events);
        addSlowInThisJvm(events);
        addSlowConnects(events);
    }

    private static void addExchanges(Map<String, FlowEvent> events) {
        FlowEvent client = client(EventType.EXCHANGE, 35, 1_212, 15);
        client.exchange.transferUs = 7;
        client.exchange.unreadUs = 3;
        client.exchange.totalUs += 7;
        events.put("exchange, we asked", client);
        FlowEvent server = call(EventType.EXCHANGE, "10.0.0.5", 8_080, "10.0.0.9", 51_234);
        server.inbound = true;
        ExchangeParts parts = server.exchange;
        parts.number = 23;
        parts.inbound = true;
        parts.queueWaitUs = 13_100;
        parts.gcUs = 12_000;
        parts.serviceUs = 41_000;
        parts.sendUs = 101;
        parts.totalUs = 54_201;
        parts.requestBytes = 312;
        parts.responseBytes = 7_919;
        events.put("exchange, we answered, late after a pause", server);
        FlowEvent mixed = client(EventType.EXCHANGE, 0, 0, 0);
        mixed.exchange.multiplexed = true;
        events.put("exchange, multiplexed", mixed);
        FlowEvent unanswered = client(EventType.EXCHANGE, 35, 41_000, 0);
        unanswered.exchange.unanswered = true;
        unanswered.exchange.responseBytes = 0;
        unanswered.errno = Errno.ECONNRESET;
        events.put("exchange, unanswered", unanswered);
        FlowEvent limited = client(EventType.EXCHANGE, 35, 1_212, 15);
        limited.exchange.sendUs = 37_000;
        limited.exchange.totalUs += 37_000;
        limited.exchange.windowLimited = true;
        limited.exchange.retransmits = 1;
        events.put("exchange, window limited and sent again", limited);
    }

    private static void addUdp(Map<String, FlowEvent> events) {
        FlowEvent answered = udp(EventType.UDP, 1_900, 15);
        events.put("udp", answered);
        FlowEvent lost = udp(EventType.UDP, 5_000_000, 0);
        lost.exchange.unanswered = true;
        lost.exchange.responseBytes = 0;
        lost.errno = Errno.ETIMEDOUT;
        events.put("udp, unanswered", lost);
    }

    private static void addSlow(Map<String, FlowEvent> events) {
        FlowEvent peer = client(EventType.SLOW, 412, 398_000, 13_200);
        peer.exchange.gcUs = 12_100;
        peer.verdict = Verdict.PEER;
        events.put("slow peer", peer);
        FlowEvent network = client(EventType.SLOW, 612_345, 41_000, 15);
        network.exchange.retransmits = 2;
        network.verdict = Verdict.NETWORK;
        events.put("slow network", network);
        FlowEvent limited = client(EventType.SLOW, 35, 41_000, 15);
        limited.exchange.sendUs = 370_000;
        limited.exchange.totalUs += 370_000;
        limited.exchange.windowLimited = true;
        limited.verdict = Verdict.PEER;
        events.put("slow peer with a full window", limited);
        FlowEvent unanswered = client(EventType.SLOW, 35, 10_000_000, 0);
        unanswered.exchange.unanswered = true;
        unanswered.exchange.responseBytes = 0;
        unanswered.errno = Errno.ETIMEDOUT;
        unanswered.verdict = Verdict.PEER;
        events.put("slow, unanswered", unanswered);
        FlowEvent udp = udp(EventType.SLOW, 211_000, 15);
        udp.verdict = Verdict.PEER;
        events.put("slow over udp", udp);
    }

    private static void addSlowInThisJvm(Map<String, FlowEvent> events) {
        FlowEvent pause = client(EventType.SLOW, 412, 7_000, 398_000);
        pause.exchange.gcUs = 390_000;
        pause.verdict = Verdict.JVM;
        events.put("slow JVM, a pause", pause);
        FlowEvent unread = client(EventType.SLOW, 412, 7_000, 41_000);
        unread.exchange.transferUs = 500_000;
        unread.exchange.unreadUs = 480_000;
        unread.exchange.totalUs += 500_000;
        unread.exchange.gcUs = -1;
        unread.verdict = Verdict.JVM;
        events.put("slow JVM, a late reader", unread);
    }

    private static void addSlowConnects(Map<String, FlowEvent> events) {
        FlowEvent first = client(EventType.SLOW, 412, 7_000, 15);
        first.connectNs = 1_234_567_890;
        first.verdict = Verdict.CONNECT;
        events.put("slow call that had to connect first", first);
        FlowEvent connect = call(EventType.SLOW, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        connect.connectNs = 3_041_000_000L;
        connect.retransmits = 2;
        connect.verdict = Verdict.CONNECT;
        events.put("slow connect", connect);
        FlowEvent failed = call(EventType.SLOW, "0.0.0.0", 0, "10.0.3.7", 5_432);
        failed.connectNs = 3_000_000_000L;
        failed.retransmits = 1;
        failed.errno = Errno.ETIMEDOUT;
        failed.verdict = Verdict.CONNECT;
        events.put("slow connect that failed", failed);
    }

    private static FlowEvent call(EventType type, String local, int localPort, String remote, int remotePort) {
        return SampleEvents.flow(type, local, localPort, remote, remotePort);
    }

    static FlowEvent client(EventType type, long networkUs, long peerUs, long pickupUs) {
        FlowEvent event = call(type, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        SampleEvents.counters(event, 7_919, 104_729, 41, 43);
        event.retransmits = 3;
        event.srttUs = 412;
        event.durationNs = 61_000_000_000L;
        ExchangeParts parts = event.exchange;
        parts.number = 23;
        parts.networkUs = networkUs;
        parts.peerUs = peerUs;
        parts.pickupUs = pickupUs;
        parts.arrivalKnown = true;
        parts.totalUs = networkUs + peerUs + pickupUs;
        parts.gcUs = 0;
        parts.requestBytes = 312;
        parts.responseBytes = 4_201;
        return event;
    }

    private static FlowEvent udp(EventType type, long peerUs, long pickupUs) {
        FlowEvent event = call(type, "::", 43_210, "10.0.0.2", 53);
        event.tcp = false;
        ExchangeParts parts = event.exchange;
        parts.number = 1;
        parts.peerUs = peerUs;
        parts.pickupUs = pickupUs;
        parts.arrivalKnown = true;
        parts.totalUs = peerUs + pickupUs;
        parts.requestBytes = 37;
        parts.responseBytes = 101;
        return event;
    }
}
