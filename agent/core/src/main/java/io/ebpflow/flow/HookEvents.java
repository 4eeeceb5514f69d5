// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.bridge.CallPath;
import io.ebpflow.bridge.HookQueue;
import io.ebpflow.net.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What Java's hooks saw and the kernel could not tell, taken in the order of time between the kernel's records: a record
 * that a thread caused after its hook ran finds the hook's event done.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class HookEvents {
    private final HookQueue hooks;
    private final FlowTracker tracker;
    private final UdpFlows udpFlows;
    private final Lookups lookups;
    private final Address address = new Address();
    private final Attributed who = new Attributed();
    private long unmatchedCount;

    public HookEvents(HookQueue hooks, FlowTracker tracker, Exchanges exchanges) {
        this.hooks = hooks;
        this.tracker = tracker;
        udpFlows = new UdpFlows(tracker, exchanges);
        lookups = new Lookups(tracker, exchanges);
    }

    /** Takes what happened before this moment; a datagram bears the time of the record that announces its socket. */
    public void runBefore(long timeNs) {
        run(hooks.newest(), timeNs, Integer.MAX_VALUE);
    }

    /**
     * Takes what was there when the ring was looked at: every record that belongs to it has been read since.
     *
     * @param limit {@link HookQueue#newest()} before the ring was drained
     * @param maxCount most entries to take: the rest waits until the views have caught up
     */
    public int runUntil(long limit, int maxCount) {
        return run(limit, Long.MAX_VALUE, maxCount);
    }

    private int run(long limit, long timeNs, int maxCount) {
        int count = 0;
        for (int i = hooks.poll(limit); i >= 0 && count < maxCount && hooks.timeNs(i) < timeNs; i = hooks.poll(limit)) {
            try {
                if (!(hooks.thread(i) instanceof EbpflowThread)) { // ours: the warm-up
                    dispatch(i);
                }
            } finally {
                hooks.release();
            }
            count++;
        }
        return count;
    }

    private void dispatch(int i) {
        switch (hooks.kind(i)) {
            case HookQueue.ACCEPTED:
                accepted(i);
                break;
            case HookQueue.DATAGRAM_SENT:
                datagram(i, true);
                break;
            case HookQueue.DATAGRAM_RECEIVED:
                datagram(i, false);
                break;
            case HookQueue.CONNECT_FAILED:
                connectFailed(i);
                break;
            case HookQueue.LOOKED_UP:
                lookups.onHook(hooks, i);
                break;
            case HookQueue.MULTIPLEXED:
            case HookQueue.SEQUENTIAL:
                overlap(i);
                break;
            default:
                unmatchedCount++;
        }
    }

    private void accepted(int i) {
        address.setBytes(((InetAddress) hooks.first(i)).getAddress());
        Flow flow = tracker.accepts().take(address, hooks.number(i), hooks.other(i));
        if (flow == null) {
            unmatchedCount++;
            return;
        }
        tracker.threads().attribute(hooks.thread(i), (int) hooks.cookieOrNs(i), who);
        who.path = (CallPath) hooks.second(i);
        tracker.accepts().returned(flow, hooks.timeNs(i), who);
    }

    private void datagram(int i, boolean isSent) {
        InetSocketAddress peer = (InetSocketAddress) hooks.first(i);
        if (peer.getAddress() == null) {
            unmatchedCount++;
            return;
        }
        udpFlows.datagram(
                hooks.cookieOrNs(i),
                peer.getAddress().getAddress(),
                peer.getPort(),
                isSent,
                hooks.number(i),
                hooks.timeNs(i),
                hooks.thread(i),
                hooks.other(i));
    }

    /** connect() that sent no SYN: no route, or no local port. The kernel has no event for it. */
    private void connectFailed(int i) {
        Throwable thrown = (Throwable) hooks.second(i);
        int errno = ConnectErrors.errnoOf(thrown);
        if (errno == 0) {
            return;
        }
        Flow flow = new Flow();
        flow.tcp = true;
        flow.directionKnown = true;
        flow.remote.setBytes(((InetAddress) hooks.first(i)).getAddress());
        flow.remoteName = tracker.remoteNames().of((InetAddress) hooks.first(i));
        flow.remotePort = hooks.number(i);
        tracker.threads().attribute(hooks.thread(i), hooks.other(i), who);
        flow.openedBy.path = tracker.threads().pathOf(thrown);
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.failureCount++;
        }
        FlowEvent event = tracker.event(EventType.CONNECT_FAILED, flow, hooks.timeNs(i), who);
        if (event != null) {
            event.errno = errno;
            event.connectNs = hooks.cookieOrNs(i);
            event.bytesSent = event.bytesReceived = FlowEvent.UNKNOWN;
            event.segmentsOut = event.segmentsIn = event.retransmits = FlowEvent.UNKNOWN;
            tracker.publish();
        }
    }

    private void overlap(int i) {
        InetSocketAddress local = (InetSocketAddress) hooks.first(i);
        InetSocketAddress remote = (InetSocketAddress) hooks.second(i);
        long sinceNs = hooks.cookieOrNs(i) == 0 ? hooks.timeNs(i) : hooks.cookieOrNs(i);
        boolean isKnown = hooks.kind(i) == HookQueue.MULTIPLEXED
                ? tracker.multiplexed().say(local, remote, sinceNs)
                : tracker.multiplexed().saySequential(local, remote, sinceNs);
        if (!isKnown) {
            unmatchedCount++;
        }
    }

    /** Accepted or multiplexed connections whose flow is not known: their record was lost, or they are older than the agent. */
    public long unmatchedCount() {
        return unmatchedCount;
    }
}
