// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.util.ArrayList;
import java.util.List;

/** HotSpot's VM thread and clock: writes counters as it does, and keeps what really happened. */
final class FakeVm {
    /** When the JVM started, and when safepoints were first counted. */
    static final long ORIGIN_NS = 7_000_000_000L;

    private static final long ZERO_NS = ORIGIN_NS + 31_415_926;

    final PerfDataBytes bytes;
    final List<long[]> stops = new ArrayList<>();
    long nowNs = ZERO_NS;
    private long lastEndNs = ZERO_NS;
    private long beginNs;
    private long reachedNs;

    FakeVm(String collector) {
        bytes = PerfDataBytes.hotSpot(collector);
    }

    SafepointPauses pauses() {
        return new SafepointPauses(bytes.data(), ORIGIN_NS, false, () -> nowNs);
    }

    FakeVm run(long ns) {
        nowNs += ns;
        return this;
    }

    FakeVm begin() {
        bytes.add("sun.rt.safepoints", 1);
        return beginTime();
    }

    /** The second half of {@link #begin}. */
    FakeVm beginTime() {
        beginNs = nowNs;
        bytes.add("sun.rt.applicationTime", beginNs - lastEndNs);
        nowNs += 7;
        reachedNs = nowNs;
        bytes.add("sun.rt.safepointSyncTime", reachedNs - beginNs);
        return this;
    }

    FakeVm collect(long ns) {
        bytes.set("sun.gc.collector.0.lastEntryTime", nowNs - ORIGIN_NS);
        nowNs += ns;
        bytes.set("sun.gc.collector.0.lastExitTime", nowNs - ORIGIN_NS);
        return this;
    }

    FakeVm end() {
        return end(0);
    }

    /** The VM thread waits for a CPU after it has woken all others. */
    FakeVm end(long wakingNs) {
        bytes.add("sun.threads.vmOperationTime", nowNs - reachedNs);
        stops.add(new long[] {beginNs, nowNs});
        nowNs += wakingNs;
        lastEndNs = nowNs;
        bytes.add("sun.rt.safepointTime", lastEndNs - reachedNs);
        return this;
    }

    FakeVm safepoint(long ns) {
        return begin().run(ns).end();
    }

    /** With a collection of this time in it. */
    FakeVm collection(long ns) {
        return begin().run(50_000).collect(ns).run(20_000).end();
    }

    long stoppedNs(long fromNs, long toNs) {
        long sum = 0;
        for (long[] stop : stops) {
            sum += Math.max(0, Math.min(toNs, stop[1]) - Math.max(fromNs, stop[0]));
        }
        return sum;
    }
}
