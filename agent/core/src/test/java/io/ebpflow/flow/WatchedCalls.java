// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static io.ebpflow.flow.Watched.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.util.ArrayList;
import java.util.List;

/** A pipeline that watches one connection to 10.0.3.7:5432, established at {@link #T}. */
final class WatchedCalls {
    static final long T = 7 * SECOND_NS;
    static final long MS = 1_000_000;
    static final int MAX_FLOWS = 101;

    final Watched watched;
    final Thread opener;
    final Thread user;

    WatchedCalls(SlowThreshold threshold, Pauses pauses) {
        watched = new Watched(MAX_FLOWS, new SlowThresholds(threshold, List.of()), pauses);
        opener = watched.thread("opener", 41);
        user = watched.thread("user", 43);
    }

    static RecordBytes at(RecordBytes record, long timeNs) {
        return record.role(RecordLayout.ROLE_CLIENT)
                .timeNs(timeNs)
                .startNs(T)
                .local("10.0.0.5", 43_210)
                .remote("10.0.3.7", 5_432);
    }

    RecordBytes connected(long latencyNs) {
        return at(RecordBytes.tcp(RecordLayout.TCP_CONNECTED, 23), T)
                .latencyNs(latencyNs)
                .owner(opener.getId(), 41);
    }

    /** A call that the kernel saw end some time after it was over. */
    RecordBytes call(int number, long beginNs, long peerNs) {
        long endNs = beginNs + peerNs + 10_000;
        return at(RecordBytes.exchanged(RecordBytes.TCP, 23, number), endNs + 3 * SECOND_NS)
                .sends(beginNs, beginNs)
                .reads(beginNs + peerNs, beginNs + peerNs, endNs)
                .payload(312, 4_099)
                .owner(opener.getId(), 41);
    }

    RecordBytes unanswered(int number, long waitNs, int closedBy) {
        return call(number, T + MS, waitNs)
                .exchangeFlags(RecordLayout.EXCHANGE_UNANSWERED)
                .reads(0, 0, T + MS + waitNs)
                .closedBy(closedBy);
    }

    List<String> slow() {
        List<String> slow = new ArrayList<>();
        for (String line : watched.seen()) {
            if (line.startsWith("slow ")) {
                slow.add(line);
            }
        }
        return slow;
    }

    EndpointRow endpoint() {
        List<EndpointRow> rows = new ArrayList<>();
        watched.tracker
                .endpoints()
                .forEach(endpoint -> rows.add(
                        new EndpointRow(endpoint, watched.tracker.clock().nanoTime())));
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }
}
