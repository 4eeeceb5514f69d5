// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.attribution.RequestName;
import io.ebpflow.bridge.CallPath;
import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.exchange.Verdict;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Address;

/**
 * A slow call as it is kept: filled by copying, again and again. A number that is not known is {@link FlowEvent#UNKNOWN}.
 *
 * <p>Threading: confined to its owner.
 */
final class SlowCall {
    /** Since the start of the agent, from 1. */
    long number;

    long epochUs;
    long flowId;
    boolean tcp;
    final Address local = new Address();
    int localPort;
    final Address remote = new Address();
    int remotePort;

    /** Host name that the application used; null: none. */
    String remoteName;

    /** A lookup that failed: no flow. */
    boolean lookup;

    /** Java name in full; null: not known. */
    String threadName;

    /** Java thread id, 0: not known. */
    long threadId;

    /** What it was made for. */
    final RequestName request = new RequestName();

    /** Code path that made it; null: not known. */
    CallPath usedBy;

    /** Code path that connected; null: not known. */
    CallPath openedBy;

    Verdict verdict;

    /** None if the call is a connection attempt. */
    final ExchangeParts parts = new ExchangeParts();

    /** Time to connect if it belongs to the call. */
    long connectUs;

    /** Likewise to look the host name up. */
    long lookupUs;

    /** All of it: lookup, connect and exchange. */
    long callUs;

    /** errno, 0: none. */
    int errno;

    /** Why the host name was not found, null: it was. */
    String lookupError;

    /** @param event of type SLOW */
    void set(FlowEvent event, long newNumber) {
        number = newNumber;
        epochUs = event.epochUs;
        flowId = event.flowId;
        tcp = event.tcp;
        local.set(event.local);
        localPort = event.localPort;
        remote.set(event.remote);
        remotePort = event.remotePort;
        remoteName = event.remoteName;
        lookup = event.lookup;
        threadName = event.threadName;
        threadId = event.threadId;
        request.set(event.request);
        usedBy = named(event.usedBy);
        openedBy = named(event.openedBy);
        verdict = event.verdict;
        parts.set(event.exchange);
        connectUs = toUs(event.connectNs);
        lookupUs = toUs(event.lookupNs);
        callUs = callUs(event);
        errno = event.errno;
        lookupError = event.lookupError;
    }

    void set(SlowCall other) {
        number = other.number;
        epochUs = other.epochUs;
        flowId = other.flowId;
        tcp = other.tcp;
        local.set(other.local);
        localPort = other.localPort;
        remote.set(other.remote);
        remotePort = other.remotePort;
        remoteName = other.remoteName;
        lookup = other.lookup;
        threadName = other.threadName;
        threadId = other.threadId;
        request.set(other.request);
        usedBy = other.usedBy;
        openedBy = other.openedBy;
        verdict = other.verdict;
        parts.set(other.parts);
        connectUs = other.connectUs;
        lookupUs = other.lookupUs;
        callUs = other.callUs;
        errno = other.errno;
        lookupError = other.lookupError;
    }

    /** What is kept must hold names only. */
    private static CallPath named(CallPath path) {
        if (path != null) {
            path.frames();
        }
        return path;
    }

    /** {@code OrderDao.load(OrderDao.java:42) < CheckoutServlet.doGet(CheckoutServlet.java:31)}; null: not known. */
    static String join(CallPath path) {
        return path == null || path.frames().length == 0 ? null : String.join(" < ", path.frames());
    }

    /** A copy that stays as it is. */
    SlowCall copy() {
        SlowCall copy = new SlowCall();
        copy.set(this);
        return copy;
    }

    static long callUs(FlowEvent event) {
        return event.exchange.totalUs + Math.max(0, toUs(event.connectNs)) + Math.max(0, toUs(event.lookupNs));
    }

    /** Half up, as in JSON. */
    private static long toUs(long ns) {
        return ns < 0 ? FlowEvent.UNKNOWN : (ns + 500) / 1_000;
    }
}
