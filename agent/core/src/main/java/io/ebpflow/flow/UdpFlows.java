// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.net.Address;
import io.ebpflow.record.KernelRecord;

/**
 * Datagrams of sockets without a peer of their own, told apart by what Java's hook saw. The kernel counts such a socket
 * as a whole; what no hook claimed within a second stays with the socket, without a remote address.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class UdpFlows {
    private final FlowTracker tracker;
    private final Exchanges exchanges;
    private final Address peer = new Address();
    private final Attributed user = new Attributed();

    public UdpFlows(FlowTracker tracker, Exchanges exchanges) {
        this.tracker = tracker;
        this.exchanges = exchanges;
    }

    static long key(KernelRecord record) {
        Address remote = new Address();
        record.readRemote(remote);
        return key(record.cookie(), remote, record.remotePort());
    }

    static long key(long cookie, Address remote, int remotePort) {
        if (remotePort == 0) {
            return cookie;
        }
        long hash = (remote.high() * 31 + remote.low()) * 0x9E3779B97F4A7C15L + remotePort;
        // The top bit keeps such keys apart from plain cookies.
        return (cookie * 0xBF58476D1CE4E5B9L ^ hash ^ hash >>> 29) | Long.MIN_VALUE;
    }

    /** One datagram, as the kernel measured it and the hook addressed it. */
    void datagram(
            long cookie, byte[] address, int port, boolean isSent, int bytes, long timeNs, Thread thread, int tid) {
        peer.setBytes(address);
        Flow socket = tracker.flows().get(cookie);
        Flow flow = flowTo(socket, cookie, port, isSent, timeNs);
        tracker.threads().attribute(thread, tid, user);
        flow.usedBy.set(user);
        flow.lastNs = timeNs;
        count(flow, isSent, bytes);
        exchanges.datagram(flow, isSent, bytes, timeNs, user);
        if (socket != null) {
            socket.claimed.add(isSent, bytes);
        }
    }

    private Flow flowTo(Flow socket, long cookie, int port, boolean isSent, long timeNs) {
        long key = key(cookie, peer, port);
        Flow flow = tracker.flows().get(key);
        if (flow != null) {
            return flow;
        }
        flow = tracker.flows().create(key, cookie);
        flow.counted = true;
        flow.directionKnown = true;
        flow.inbound = !isSent;
        flow.accepted = true;
        flow.remote.set(peer);
        flow.remotePort = port;
        flow.startNs = timeNs;
        if (socket != null) {
            flow.local.set(socket.local);
            flow.localPort = socket.localPort;
            flow.interfaceIndex = socket.interfaceIndex;
        }
        return flow;
    }

    private static void count(Flow flow, boolean isSent, int bytes) {
        if (isSent) {
            flow.bytesSent += bytes;
            flow.segmentsOut++;
        } else {
            flow.bytesReceived += bytes;
            flow.segmentsIn++;
        }
    }
}
