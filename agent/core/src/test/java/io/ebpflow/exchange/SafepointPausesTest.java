// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SafepointPausesTest {
    private static final long MS = 1_000_000;

    private final FakeVm vm = new FakeVm("G1 young collection pauses");
    private final PauseRing ring = new PauseRing(512);
    private SafepointPauses pauses;

    private void start() {
        vm.safepoint(3 * MS).run(170 * MS);
        pauses = vm.pauses();
        poll();
        vm.run(10 * MS);
        poll();
    }

    private void poll() {
        pauses.poll(vm.nowNs, ring);
    }

    /** A first collection tells where the counters' time lies, to 70 us. */
    private void learn() {
        vm.collection(40 * MS).run(MS);
        poll();
        vm.run(10 * MS);
        poll();
    }

    private long overlap(int stop, long earlierNs, long laterNs) {
        long[] really = vm.stops.get(stop);
        return ring.overlapNs(really[0] - earlierNs, really[1] + laterNs);
    }

    @Test
    void ignoresWhatWasBefore() {
        start();

        assertThat(ring.totalNs()).isZero();
    }

    @Test
    void placesTheFirstSafepointBetweenTwoLooks() {
        start();
        vm.run(2 * MS).safepoint(30 * MS).run(4 * MS);
        poll();

        assertThat(ring.totalNs()).isEqualTo(30 * MS + 7);
        assertThat(overlap(1, 3 * MS, 4 * MS)).isEqualTo(30 * MS + 7);
        assertThat(overlap(1, 0, 0)).isBetween(23 * MS, 30 * MS);
    }

    @Test
    void placesACollectionByItsOwnTimes() {
        start();
        vm.run(2 * MS).collection(30 * MS).run(4 * MS);
        poll();

        assertThat(overlap(1, 0, 0)).isBetween(30 * MS - 100_000, 30 * MS + 70_007);
        assertThat(overlap(1, 75_000, 75_000)).isEqualTo(30 * MS + 70_007);
        assertThat(ring.unresolvedNs()).isZero();
    }

    @Test
    void placesOtherSafepointsExactlyOnceACollectionWasSeen() {
        start();
        learn();
        vm.run(3 * MS).safepoint(5 * MS).run(2 * MS);
        poll();

        assertThat(overlap(2, 0, 0)).isBetween(5 * MS - 150_000, 5 * MS + 7);
        assertThat(overlap(2, 75_000, 75_000)).isEqualTo(5 * MS + 7);
        assertThat(ring.unresolvedNs()).isZero();
    }

    @Test
    void takesCollectionsOutOfSeveralSafepoints() {
        start();
        learn();
        vm.run(2 * MS).collection(20 * MS).run(2 * MS).safepoint(3 * MS).run(2 * MS);
        poll();

        assertThat(ring.totalNs()).isEqualTo(40 * MS + 70_007 + 23 * MS + 70_014);
        assertThat(overlap(2, 0, 0)).isGreaterThanOrEqualTo(20 * MS);
        assertThat(ring.unresolvedNs()).isEqualTo(3 * MS + 70_014);
        assertThat(ring.overlapNs(vm.stops.get(2)[0] - 4 * MS, vm.nowNs)).isEqualTo(23 * MS + 70_014);
    }

    @Test
    void isExactAgainAfterSeveral() {
        start();
        learn();
        vm.run(2 * MS).safepoint(MS).run(2 * MS).safepoint(MS).run(MS);
        poll();
        vm.run(2 * MS).safepoint(9 * MS).run(MS);
        poll();

        assertThat(overlap(4, 75_000, 75_000)).isEqualTo(9 * MS + 7);
    }

    @Test
    void waitsForTheEndOfAnOpenSafepoint() {
        start();
        learn();
        vm.begin().run(7 * MS);
        poll();
        assertThat(ring.totalNs()).isEqualTo(40 * MS + 70_007);
        vm.end().run(100);
        poll();

        assertThat(overlap(2, 75_000, 75_000)).isEqualTo(7 * MS + 7);
        vm.run(9 * MS).safepoint(2 * MS);
        poll();
        assertThat(overlap(3, 75_000, 75_000)).isEqualTo(2 * MS + 7);
    }

    @Test
    void waitsForABeginThatIsHalfWritten() {
        start();
        learn();
        vm.bytes.add("sun.rt.safepoints", 1);
        poll();
        vm.beginTime().run(7 * MS).end().run(MS);
        poll();

        assertThat(overlap(2, 75_000, 75_000)).isEqualTo(7 * MS + 7);
    }

    @Test
    void doesNotTakeConcurrentPhasesForPauses() {
        FakeVm shenandoah = new FakeVm("Shenandoah full");
        pauses = shenandoah.run(200 * MS).pauses();
        pauses.poll(shenandoah.nowNs, ring);
        shenandoah.run(MS).collect(8 * MS).safepoint(MS).run(MS).safepoint(8 * MS);
        pauses.poll(shenandoah.nowNs, ring);

        assertThat(ring.totalNs()).isEqualTo(9 * MS + 14);
        assertThat(ring.copy()).hasSize(1);
    }

    @Test
    void takesThreadsThatRunAlreadyForRunning() {
        start();
        learn();
        vm.run(2 * MS).begin().run(5 * MS).end(9 * MS).run(MS);
        poll();

        assertThat(overlap(2, 75_000, 75_000)).isEqualTo(5 * MS + 7);
        assertThat(overlap(2, 9 * MS, 20 * MS)).isEqualTo(5 * MS + 7);
        assertThat(ring.unresolvedNs()).isEqualTo(9 * MS);
    }

    @Test
    void placesSafepointsOfOldReleases() {
        PerfDataBytes bytes = PerfDataBytes.hotSpot("unknown");
        SafepointPauses old = new SafepointPauses(bytes.data(), 0, true, () -> 100 * MS);
        old.poll(90 * MS, ring);
        bytes.add("sun.rt.safepoints", 1);
        bytes.add("sun.rt.applicationTime", 93 * MS);
        bytes.add("sun.rt.safepointSyncTime", 2 * MS);
        bytes.add("sun.rt.safepointTime", 5 * MS);
        bytes.add("sun.threads.vmOperationTime", 3 * MS);
        old.poll(100 * MS, ring);

        assertThat(ring.overlapNs(80 * MS, 100 * MS)).isEqualTo(5 * MS);
    }

    @Test
    void neverClaimsMoreThanThereWas() {
        for (int seed = 1; seed < 200; seed++) {
            Random random = new Random(seed);
            FakeVm any = new FakeVm("Copy");
            PauseRing found = new PauseRing(512);
            SafepointPauses source = any.run(random.nextInt(300) * MS).pauses();
            long startNs = any.nowNs;
            for (int i = 0; i < 300; i++) {
                any.run(random.nextInt(12) * MS / 4);
                switch (random.nextInt(5)) {
                    case 0:
                        any.safepoint(1 + random.nextInt((int) (20 * MS)));
                        break;
                    case 1:
                        any.collection(1 + random.nextInt((int) (20 * MS)));
                        break;
                    case 2:
                        any.begin().run(random.nextInt(1_000));
                        source.poll(any.nowNs, found);
                        any.run(1).end();
                        break;
                    default:
                        source.poll(any.nowNs, found);
                }
            }
            source.poll(any.nowNs, found);
            assertThat(found.totalNs()).isEqualTo(any.stoppedNs(startNs, any.nowNs));
            for (int i = 0; i < 199; i++) {
                long fromNs = startNs + (long) (random.nextDouble() * (any.nowNs - startNs));
                long toNs = fromNs + random.nextInt((int) (60 * MS));
                long really = any.stoppedNs(fromNs, toNs);
                // Pauses lie close together here: what is placed a microsecond off may be another one's.
                assertThat(found.overlapNs(fromNs, toNs)).isBetween(0L, really + 5_000);
            }
        }
    }
}
