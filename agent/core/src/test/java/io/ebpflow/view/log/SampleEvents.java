// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.attribution.Confidence;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Address;
import io.ebpflow.net.Errno;
import io.ebpflow.process.ContainerFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One event of every type at least, in the shapes that matter; the golden files hold how each is shown. */
final class SampleEvents {
    /** 2026-11-23T03:11:22.123456Z. */
    private static final long EPOCH_US = 1_795_403_482_123_456L;

    private SampleEvents() {}

    static Map<String, FlowEvent> all() {
        Map<String, FlowEvent> events = new LinkedHashMap<>();
        addOpening(events);
        addTrouble(events);
        addClosing(events);
        addUdp(events);
        SampleNames.add(events);
        SampleExchanges.add(events);
        addThreads(events);
        SampleRequests.add(events);
        SamplePaths.add(events);
        FlowEvent health = new FlowEvent().reset(EventType.HEALTH, EPOCH_US);
        health.health = "connect=3 view_events=7919";
        events.put("health", health);
        return events;
    }

    private static void addOpening(Map<String, FlowEvent> events) {
        FlowEvent connect = flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        connect.connectNs = 1_234_567;
        connect.interfaceIndex = 2;
        events.put("connect", connect);
        FlowEvent container = flow(EventType.EXCHANGE, "10.0.0.5", 43_210, "172.18.0.2", 5_432);
        container.remoteContainer =
                new ContainerFacts(SampleProcess.CONTAINER_ID, "containerd", "db", "shop-db-0", "production");
        events.put("peer in another container", container);
        FlowEvent six = flow(EventType.CONNECT, "2001:db8::5", 43_210, "2001:db8::1", 443);
        six.connectNs = 411_500;
        events.put("connect over IPv6", six);
        FlowEvent failed = flow(EventType.CONNECT_FAILED, "127.0.0.1", 43_210, "127.0.0.1", 1);
        failed.connectNs = 61_499;
        failed.errno = Errno.ECONNREFUSED;
        events.put("connect refused", failed);
        FlowEvent lost = flow(EventType.CONNECT_FAILED, "0.0.0.0", 0, "10.0.3.7", 5_432);
        lost.connectNs = 127_000_000_000L;
        lost.errno = Errno.ETIMEDOUT;
        events.put("connect timed out", lost);
        FlowEvent accept = flow(EventType.ACCEPT, "10.0.0.5", 8_080, "10.0.0.9", 51_234);
        accept.inbound = true;
        accept.acceptWaitNs = 85_600;
        accept.threadName = "http-nio-8080-Acceptor";
        events.put("accept", accept);
        FlowEvent listen = flow(EventType.LISTEN, "::", 8_080, "::", 0);
        listen.inbound = true;
        listen.backlog = 100;
        events.put("listen", listen);
    }

    private static void addTrouble(Map<String, FlowEvent> events) {
        FlowEvent retransmit = flow(EventType.RETRANSMIT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        counters(retransmit, 7_919, 104_729, 41, 43);
        retransmit.retransmits = 3;
        retransmit.srttUs = 20_412;
        events.put("retransmit", retransmit);
        FlowEvent reset = flow(EventType.RESET, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        counters(reset, 7_919, 0, 11, 7);
        reset.durationNs = 61_000_000_000L;
        reset.resetBy = "remote";
        reset.errno = Errno.ECONNRESET;
        events.put("reset", reset);
        FlowEvent timeout = flow(EventType.CLOSE, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        counters(timeout, 7_919, 0, 11, 0);
        timeout.retransmits = 15;
        timeout.durationNs = 7_620_000_000_000L;
        timeout.errno = Errno.ETIMEDOUT;
        timeout.closedBy = "timeout";
        anonymous(timeout);
        events.put("close after a timeout", timeout);
    }

    private static void addClosing(Map<String, FlowEvent> events) {
        FlowEvent close = flow(EventType.CLOSE, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        counters(close, 312, 4_201, 7, 5);
        close.retransmits = 0;
        close.srttUs = 412;
        close.connectNs = 1_234_567;
        close.durationNs = 12_345_678_901L;
        close.closedBy = "remote";
        events.put("close", close);
        FlowEvent snapshot = flow(EventType.FLOW, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        counters(snapshot, 1 << 20, 3L << 30, 1_009, 1_013);
        snapshot.retransmits = 1;
        snapshot.srttUs = 1_999;
        snapshot.durationNs = 30_000_000_000L;
        snapshot.preexisting = true;
        snapshot.directionKnown = false;
        events.put("flow older than the agent", snapshot);
    }

    private static void addUdp(Map<String, FlowEvent> events) {
        FlowEvent udp = flow(EventType.UDP_FLOW, "::", 43_210, "10.0.0.2", 53);
        counters(udp, 37, 101, 1, 1);
        udp.durationNs = 999_600;
        events.put("udp flow", udp);
        FlowEvent end = flow(EventType.UDP_FLOW, "10.0.0.5", 514, "::", 0);
        counters(end, 0, 104_729, 0, 127);
        end.directionKnown = false;
        end.durationNs = 61_000_000_000L;
        end.closedBy = "local";
        events.put("udp flow without a known peer ends", end);
        FlowEvent unbound = flow(EventType.UDP_FLOW, "::", 0, "::", 0);
        events.put("udp flow of which nothing is known", unbound);
    }

    private static void addThreads(Map<String, FlowEvent> events) {
        FlowEvent named = flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        named.threadName = "checkout";
        named.threadId = 31;
        named.virtualThread = true;
        events.put("virtual thread", named);
        FlowEvent unnamed = flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        unnamed.threadName = "";
        unnamed.threadId = 37;
        unnamed.virtualThread = true;
        unnamed.confidence = Confidence.INHERITED;
        events.put("unnamed virtual thread", unnamed);
        FlowEvent comm = flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        comm.threadName = "grpc-default-ex";
        comm.threadId = 0;
        comm.confidence = Confidence.THREAD;
        events.put("thread that Java does not know", comm);
        FlowEvent tid = flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        tid.threadName = null;
        tid.threadId = 0;
        tid.confidence = Confidence.THREAD;
        events.put("thread without a name", tid);
        FlowEvent id = flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        id.threadName = null;
        events.put("thread known by its id alone", id);
        FlowEvent nasty = flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        nasty.threadName = "a\"b\\c\n\u001b[31m\ud800 \u00fc \ud83d\ude00";
        events.put("thread with a nasty name", nasty);
    }

    static FlowEvent flow(EventType type, String local, int localPort, String remote, int remotePort) {
        FlowEvent event = new FlowEvent().reset(type, EPOCH_US);
        event.tcp = type != EventType.UDP_FLOW && type != EventType.UDP;
        event.directionKnown = true;
        set(event.local, local);
        event.localPort = localPort;
        set(event.remote, remote);
        event.remotePort = remotePort;
        event.flowId = 0x1f35;
        event.tid = 4_799;
        event.threadName = "http-nio-8080-exec-3";
        event.threadId = 29;
        event.confidence = Confidence.EXACT;
        return event;
    }

    private static void set(Address address, String literal) {
        try {
            address.setBytes(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static void counters(FlowEvent event, long sent, long received, long out, long in) {
        event.bytesSent = sent;
        event.bytesReceived = received;
        event.segmentsOut = out;
        event.segmentsIn = in;
    }

    private static void anonymous(FlowEvent event) {
        event.tid = 0;
        event.threadName = null;
        event.threadId = 0;
        event.confidence = Confidence.UNKNOWN;
    }
}
