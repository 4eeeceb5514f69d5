// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * When each collector stopped the JVM last: {@code sun.gc.collector.N.lastEntryTime} and {@code lastExitTime}. They are
 * written inside a safepoint, and only counters of pauses are taken: Shenandoah's and CMS's count concurrent phases too.
 *
 * <p>Threading: confined to the reader thread.
 */
final class CollectionTimes {
    private static final int MAX_COLLECTORS = 8;

    /** Before JDK 14; later names say {@code pauses}. */
    private static final Set<String> PAUSES = Set.of(
            "Copy",
            "PCopy",
            "MSC",
            "PSScavenge",
            "PSMarkSweep",
            "PSParallelCompact",
            "G1 incremental collections",
            "G1 stop-the-world full collections",
            "G1 stop-the-world phases");

    private final PerfData data;
    private final long offsetNs;
    private final int[] entries;
    private final int[] exits;
    private final long[] starts;
    private final long[] ends;
    private final long[] taken;

    /** @param offsetNs from the JVM's ticks to System.nanoTime() */
    CollectionTimes(PerfData data, long offsetNs) {
        this.data = data;
        this.offsetNs = offsetNs;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < MAX_COLLECTORS; i++) {
            String name = "sun.gc.collector." + i + ".";
            boolean hasTimes = data.find(name + "lastEntryTime") >= 0 && data.find(name + "lastExitTime") >= 0;
            if (hasTimes && isPause(data.text(name + "name"))) {
                names.add(name);
            }
        }
        entries = names.stream()
                .mapToInt(name -> data.find(name + "lastEntryTime"))
                .toArray();
        exits = names.stream()
                .mapToInt(name -> data.find(name + "lastExitTime"))
                .toArray();
        starts = new long[names.size()];
        ends = new long[names.size()];
        taken = new long[names.size()];
        read();
        take();
    }

    private static boolean isPause(String name) {
        return name != null && (name.endsWith(" pauses") || PAUSES.contains(name));
    }

    /** Reads what the JVM says now. */
    void read() {
        for (int i = 0; i < entries.length; i++) {
            starts[i] = data.read(entries[i]) + offsetNs;
            ends[i] = data.read(exits[i]) + offsetNs;
        }
    }

    /** What was read is not new any more. */
    void take() {
        System.arraycopy(ends, 0, taken, 0, ends.length);
    }

    /**
     * The first new collection within these times, by its start.
     *
     * @return its number, for {@link #startNs} and {@link #endNs}; -1: none
     */
    int first(long fromNs, long toNs) {
        int first = -1;
        for (int i = 0; i < starts.length; i++) {
            boolean isNew = ends[i] != taken[i] && ends[i] - starts[i] > 0;
            if (isNew && starts[i] - fromNs >= 0 && toNs - ends[i] >= 0) {
                first = first < 0 || starts[first] - starts[i] > 0 ? i : first;
            }
        }
        return first;
    }

    long startNs(int collection) {
        return starts[collection];
    }

    long endNs(int collection) {
        return ends[collection];
    }
}
