// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.exchange.Verdict;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Errno;

/** Slow calls for tests. */
final class SlowEvents {
    private SlowEvents() {}

    /** A call that the peer took its time for. */
    static FlowEvent call(long totalUs) {
        FlowEvent event = blank();
        event.threadName = "http-nio-8080-exec-3";
        event.threadId = 29;
        event.verdict = Verdict.PEER;
        event.exchange.number = 1;
        event.exchange.networkUs = 412;
        event.exchange.peerUs = totalUs - 412;
        event.exchange.totalUs = totalUs;
        event.exchange.requestBytes = 312;
        event.exchange.responseBytes = 4_201;
        return event;
    }

    /** A connection attempt that timed out. */
    static FlowEvent connect(long connectUs) {
        FlowEvent event = blank();
        event.connectNs = connectUs * 1_000;
        event.errno = Errno.ETIMEDOUT;
        event.verdict = Verdict.CONNECT;
        return event;
    }

    private static FlowEvent blank() {
        FlowEvent event = new FlowEvent().reset(EventType.SLOW, 1_795_403_482_123_456L);
        event.tcp = true;
        event.directionKnown = true;
        event.local.setIpv4(0x0a000005);
        event.localPort = 43_210;
        event.remote.setIpv4(0x0a000307);
        event.remotePort = 5_432;
        event.flowId = 0x1f35;
        return event;
    }
}
