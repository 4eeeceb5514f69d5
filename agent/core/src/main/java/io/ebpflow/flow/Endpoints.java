// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.table.LongTable;
import java.util.function.Consumer;

/**
 * Counters and latencies per endpoint, bounded: what finds no place is counted.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class Endpoints {
    /** About 84 KiB each while in use, at most 124, 15 KiB when idle; see {@link io.ebpflow.exchange.ExchangeDistributions}. */
    private static final int MAX_ENDPOINTS = 1_024;

    private final LongTable<Endpoint> byHash = new LongTable<>(256);
    private int count;
    private long overflowCount;

    /** The endpoint of a flow; null when the table is full, or where nobody can say which side is the server. */
    public Endpoint of(Flow flow) {
        if (!flow.directionKnown || flow.remote.isUnspecified()) {
            return null;
        }
        int port = flow.inbound ? flow.localPort : flow.remotePort;
        long hash = hash(flow, port);
        Endpoint first = byHash.get(hash);
        for (Endpoint endpoint = first; endpoint != null; endpoint = endpoint.next) {
            if (matches(endpoint, flow, port)) {
                return endpoint;
            }
        }
        if (count >= MAX_ENDPOINTS) {
            overflowCount++;
            return null;
        }
        count++;
        Endpoint created = new Endpoint(flow.inbound, flow.tcp, port);
        if (!flow.inbound) {
            created.address.set(flow.remote);
        }
        created.next = first;
        byHash.put(hash, created);
        return created;
    }

    private static boolean matches(Endpoint endpoint, Flow flow, int port) {
        return endpoint.port == port
                && endpoint.inbound == flow.inbound
                && endpoint.tcp == flow.tcp
                && (flow.inbound || endpoint.address.sameAs(flow.remote));
    }

    private static long hash(Flow flow, int port) {
        long address = flow.inbound ? 0 : flow.remote.high() * 31 + flow.remote.low();
        return (address * 31 + port) * 4 + (flow.inbound ? 2 : 0) + (flow.tcp ? 1 : 0);
    }

    /** Every endpoint, in no order. */
    public void forEach(Consumer<Endpoint> action) {
        byHash.forEach(first -> {
            for (Endpoint endpoint = first; endpoint != null; endpoint = endpoint.next) {
                action.accept(endpoint);
            }
        });
    }

    /** Forgets everything. */
    public void clear() {
        forEach(Endpoint::clear);
    }

    /** Gives back memory that was not in use for a minute. */
    void forgetIdle(long nowNs) {
        forEach(endpoint -> endpoint.forgetIdle(nowNs));
    }

    /** Facts that found no endpoint. */
    public long overflowCount() {
        return overflowCount;
    }
}
