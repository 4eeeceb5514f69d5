// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Collections of a JVM without perf data: what the platform's MXBeans count, in milliseconds. The reader cannot run while
 * the JVM is stopped, so a pause lies between the two looks that saw different counts. Two calls into the JVM for a look;
 * GcInfo and notifications would tell no more, since their time has an unknown zero some 20 to 60 ms after the JVM's start,
 * and they allocate.
 *
 * <p>Threading: found by any thread, then confined to the reader thread.
 */
final class CollectorBeans implements PauseSource {
    /** Not those of cycles: they are concurrent. */
    private static final Set<String> PAUSES = Set.of(
            "Copy",
            "MarkSweepCompact",
            "PS Scavenge",
            "PS MarkSweep",
            "ParNew",
            "G1 Young Generation",
            "G1 Old Generation",
            "ZGC Pauses",
            "ZGC Minor Pauses",
            "ZGC Major Pauses",
            "Shenandoah Pauses",
            "scavenge",
            "global");

    private static final long MS_IN_NS = 1_000_000;

    private final GarbageCollectorMXBean[] beans;
    private final LongSupplier nanoTime;
    private final long[] counts;
    private final long[] timesMs;
    private long seenNs;

    CollectorBeans(List<GarbageCollectorMXBean> all, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        seenNs = nanoTime.getAsLong();
        beans = all.stream().filter(bean -> PAUSES.contains(bean.getName())).toArray(GarbageCollectorMXBean[]::new);
        counts = new long[beans.length];
        timesMs = new long[beans.length];
        for (int i = 0; i < beans.length; i++) {
            counts[i] = beans[i].getCollectionCount();
            timesMs[i] = beans[i].getCollectionTime();
        }
    }

    /** Must not be called before the application's main class has started: it is the first use of management. */
    static CollectorBeans find() {
        CollectorBeans found = new CollectorBeans(ManagementFactory.getGarbageCollectorMXBeans(), System::nanoTime);
        return found.beans.length == 0 ? null : found;
    }

    @Override
    public void poll(long nowNs, PauseRing ring) {
        for (int i = 0; i < beans.length; i++) {
            long count = beans[i].getCollectionCount();
            if (count == counts[i]) {
                continue;
            }
            long timeMs = beans[i].getCollectionTime();
            // The sum is cut to whole milliseconds: of 5 ms more, 4 are certain.
            long certainMs = Math.max(0, timeMs - timesMs[i] - 1);
            ring.record(seenNs, nanoTime.getAsLong(), certainMs * MS_IN_NS);
            ring.lose((timeMs - timesMs[i] - certainMs) * MS_IN_NS);
            counts[i] = count;
            timesMs[i] = timeMs;
        }
        seenNs = nowNs;
    }
}
