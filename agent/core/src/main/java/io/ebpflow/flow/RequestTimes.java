// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.RequestName;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.table.LongTable;
import java.util.function.Consumer;

/**
 * Per request name, how often it was served and how long it waited for whom. Bounded: what finds no place of its own stands
 * in one row for all others, and is counted.
 *
 * <p>Memory, by {@link io.ebpflow.exchange.ExchangeDistributions}: a name that served and asked within the last minute 105 KiB,
 * an idle one 20; an endpoint that it waited for 21 KiB, idle 4.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class RequestTimes {
    /** 52 MiB if all of them were served and asked within a minute, 10 if none was. */
    static final int MAX_NAMES = 512;

    /** Pairs of name and endpoint; 21 MiB and 4 MiB likewise. */
    static final int MAX_WAITS = 1_024;

    /** Stands for names without a place; no route looks like this. */
    static final String OTHERS = "(others)";

    /** Nothing is known of the request but that there is one. */
    private static final String UNNAMED = "(unnamed)";

    private final LongTable<NamedRequest> byHash = new LongTable<>(256);
    private final StringBuilder text = new StringBuilder();
    private NamedRequest others;
    private int nameCount;
    private int waitCount;
    private long overflowCount;

    /** Counts a request that was served. */
    void served(RequestName name) {
        of(name).count++;
    }

    /**
     * An exchange that a thread had for a request; without one it is none of ours.
     *
     * @param endpoint null: it has no place among the endpoints
     * @param callUs lookup, connect and exchange, as far as they belong to the call
     */
    void record(RequestName name, Endpoint endpoint, ExchangeParts parts, long callUs, boolean isSlow, long nowNs) {
        if (name.id == RequestTable.NONE) {
            return;
        }
        NamedRequest request = of(name);
        if (parts.inbound) {
            request.answered(parts, nowNs);
            return;
        }
        request.calls.record(parts, nowNs);
        waitOf(request, endpoint).record(parts, callUs, isSlow, nowNs);
    }

    private Wait waitOf(NamedRequest request, Endpoint endpoint) {
        Wait known = endpoint == null ? null : request.waitFor(endpoint);
        if (known != null) {
            return known;
        }
        if (endpoint == null || request == others || waitCount >= MAX_WAITS || !request.hasRoom()) {
            overflowCount++;
            return request.others();
        }
        waitCount++;
        return request.add(endpoint);
    }

    /** By what is shown of it: the class of a lambda has another name each time, which is cut off. Allocates for new ones. */
    private NamedRequest of(RequestName name) {
        text.setLength(0);
        name.appendTo(text);
        long hash = name.kind().hashCode();
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        NamedRequest first = byHash.get(hash);
        for (NamedRequest request = first; request != null; request = request.next) {
            if (request.kind.equals(name.kind()) && isText(request.name)) {
                return request;
            }
        }
        if (nameCount >= MAX_NAMES) {
            overflowCount++;
            others = others == null ? new NamedRequest("", OTHERS) : others;
            return others;
        }
        nameCount++;
        NamedRequest created = new NamedRequest(name.kind(), text.length() == 0 ? UNNAMED : text.toString());
        created.next = first;
        byHash.put(hash, created);
        return created;
    }

    private boolean isText(String name) {
        return text.length() == 0 ? name.equals(UNNAMED) : name.contentEquals(text);
    }

    void forEach(Consumer<NamedRequest> action) {
        byHash.forEach(first -> {
            for (NamedRequest request = first; request != null; request = request.next) {
                action.accept(request);
            }
        });
        if (others != null) {
            action.accept(others);
        }
    }

    /** Every name as it is now, in no order. */
    public void rows(Consumer<RequestRow> action, long nowNs) {
        forEach(request -> action.accept(new RequestRow(request, nowNs)));
    }

    /** Forgets everything: names that are not used any more make room. */
    public void clear() {
        byHash.clear();
        others = null;
        nameCount = waitCount = 0;
    }

    /** Gives back memory that was not in use for a minute. */
    void forgetIdle(long nowNs) {
        forEach(request -> request.forgetIdle(nowNs));
    }

    /** Requests and calls that are among the others. */
    public long overflowCount() {
        return overflowCount;
    }
}
