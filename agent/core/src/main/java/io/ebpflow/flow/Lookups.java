// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.bridge.HookQueue;
import io.ebpflow.exchange.Verdict;
import java.net.InetAddress;

/**
 * What is made of a host name that was looked up: an event, a part of the call it was for, and where it took too long and came
 * to nothing, a slow call by itself.
 *
 * <p>Threading: confined to the reader thread.
 */
final class Lookups {
    private final FlowTracker tracker;
    private final Exchanges exchanges;
    private final Attributed who = new Attributed();

    Lookups(FlowTracker tracker, Exchanges exchanges) {
        this.tracker = tracker;
        this.exchanges = exchanges;
    }

    /** @param i entry of the kind {@link HookQueue#LOOKED_UP} */
    void onHook(HookQueue hooks, int i) {
        String name = (String) hooks.first(i);
        if (name.equals(io.ebpflow.bridge.Lookups.WARM_UP)) {
            return;
        }
        tracker.threads().attribute(hooks.thread(i), hooks.other(i), hooks.cookieOrNs(i), who);
        Object result = hooks.second(i);
        long endNs = hooks.timeNs(i);
        long tookNs = hooks.number(i) * 1_000L;
        InetAddress found = result instanceof InetAddress ? (InetAddress) result : null;
        if (found != null) {
            tracker.remoteNames().lookedUp(who.threadId, name, endNs, tookNs);
        }
        String error = found != null ? null : LookupErrors.of((Throwable) result);
        publish(EventType.LOOKUP, endNs, name, found, tookNs, error);
        if (error != null && exchanges.isSlow(tookNs / 1_000)) {
            publish(EventType.SLOW, endNs, name, found, tookNs, error);
        }
    }

    private void publish(EventType type, long endNs, String name, InetAddress found, long tookNs, String error) {
        FlowEvent event = tracker.event(type, endNs);
        if (event == null) {
            return;
        }
        event.lookup = true;
        event.remoteName = name;
        event.lookupNs = tookNs;
        event.lookupError = error;
        event.verdict = type == EventType.SLOW ? Verdict.LOOKUP : null;
        if (found != null) {
            event.remote.setBytes(found.getAddress());
        }
        event.setOwner(who);
        tracker.publish();
    }
}
