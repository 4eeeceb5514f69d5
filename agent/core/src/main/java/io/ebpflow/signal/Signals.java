// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Exchanges;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.record.RecordLayout;

/**
 * Every signal, one line each: what the kernel emits under native/bpf has its Java half here. A new one is a class in this
 * package and a line below.
 *
 * <p>Threading: immutable.
 */
public final class Signals {
    private Signals() {}

    /** Registers all signals. */
    public static RecordDecoder register(RecordDecoder decoder, FlowTracker tracker, Exchanges exchanges) {
        return decoder.on(RecordLayout.TCP_CONNECTED, new TcpConnected(tracker, exchanges))
                .on(RecordLayout.TCP_CONNECT_FAILED, new TcpConnectFailed(tracker, exchanges))
                .on(RecordLayout.TCP_LISTENING, new TcpListening(tracker))
                .on(RecordLayout.TCP_ARRIVED, new TcpArrived(tracker))
                .on(RecordLayout.TCP_RETRANSMITTED, new TcpRetransmitted(tracker))
                .on(RecordLayout.TCP_RESET, new TcpReset(tracker))
                .on(RecordLayout.TCP_CLOSED, new TcpClosed(tracker))
                .on(RecordLayout.TCP_ADOPTED, new TcpAdopted(tracker))
                .on(RecordLayout.UDP_STARTED, new UdpStarted(tracker))
                .on(RecordLayout.TCP_EXCHANGED, RecordLayout.EXCHANGE_RECORD_BYTES, new Exchanged(exchanges))
                .on(RecordLayout.UDP_EXCHANGED, RecordLayout.EXCHANGE_RECORD_BYTES, new Exchanged(exchanges));
    }
}
