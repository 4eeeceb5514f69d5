// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.ExchangeDistributions;
import io.ebpflow.exchange.ExchangeParts;
import java.util.function.Consumer;

/**
 * What is known of all requests of one name.
 *
 * <p>Threading: confined to the reader thread.
 */
final class NamedRequest {
    /** Endpoints that one name may have; those of a crawler would otherwise take the place of all others. */
    private static final int MAX_WAITS = 64;

    /** {@code http job custom}. */
    final String kind;

    /** As it is shown. */
    final String name;

    /** How many were served. */
    long count;

    /** What they asked others. */
    final ExchangeDistributions calls = new ExchangeDistributions();

    /** How they were answered, where that was over a connection that we accepted. */
    final ExchangeDistributions served = new ExchangeDistributions();

    private Wait first;
    private int waitCount;
    private Wait others;

    /** Next of the same hash. */
    NamedRequest next;

    NamedRequest(String kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /** A call of such a request to an endpoint that has its place here; null: it has none. */
    Wait waitFor(Endpoint endpoint) {
        Wait wait = first;
        while (wait != null && wait.endpoint != endpoint) {
            wait = wait.next;
        }
        return wait;
    }

    /** Gives an endpoint its place. */
    Wait add(Endpoint endpoint) {
        Wait wait = new Wait(endpoint);
        wait.next = first;
        first = wait;
        waitCount++;
        return wait;
    }

    boolean hasRoom() {
        return waitCount < MAX_WAITS;
    }

    /** All endpoints that have no place of their own. */
    Wait others() {
        others = others == null ? new Wait(null) : others;
        return others;
    }

    /** Counts what such a request has answered. */
    void answered(ExchangeParts parts, long nowNs) {
        served.record(parts, nowNs);
    }

    void forEachWait(Consumer<Wait> action) {
        for (Wait wait = first; wait != null; wait = wait.next) {
            action.accept(wait);
        }
        if (others != null) {
            action.accept(others);
        }
    }

    void forgetIdle(long nowNs) {
        calls.forgetIdle(nowNs);
        served.forgetIdle(nowNs);
        forEachWait(wait -> wait.forgetIdle(nowNs));
    }
}
