// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PauseRingTest {
    private static final int MS = 1_000_000;

    private final PauseRing ring = new PauseRing(8);

    @Test
    void knowsNothingAtFirst() {
        assertThat(ring.overlapNs(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2)).isZero();
        assertThat(ring.totalNs()).isZero();
    }

    @Test
    void tellsTheExactPartOfAnExactPause() {
        ring.record(100, 200, 100);

        assertThat(ring.overlapNs(0, 100)).isZero();
        assertThat(ring.overlapNs(0, 101)).isEqualTo(1);
        assertThat(ring.overlapNs(120, 150)).isEqualTo(30);
        assertThat(ring.overlapNs(150, 400)).isEqualTo(50);
        assertThat(ring.overlapNs(0, 400)).isEqualTo(100);
        assertThat(ring.overlapNs(200, 400)).isZero();
        assertThat(ring.overlapNs(150, 150)).isZero();
        assertThat(ring.overlapNs(180, 120)).isZero();
    }

    @Test
    void claimsNoMoreThanIsCertainOfAWindow() {
        ring.record(0, 10 * MS, 8 * MS);

        assertThat(ring.overlapNs(3 * MS, 20 * MS)).isEqualTo(5 * MS);
        assertThat(ring.overlapNs(9 * MS, 20 * MS)).isZero();
        assertThat(ring.overlapNs(4 * MS, 7 * MS)).isEqualTo(MS);
        assertThat(ring.overlapNs(-1, 10 * MS)).isEqualTo(8 * MS);
        assertThat(ring.unresolvedNs()).isEqualTo(8 * MS);
        assertThat(ring.totalNs()).isEqualTo(8 * MS);
    }

    @Test
    void takesAPauseKnownToAMillisecondForPlaced() {
        ring.record(0, 9 * MS, 8 * MS);

        assertThat(ring.unresolvedNs()).isZero();
    }

    @Test
    void whoComesBackBetweenTwoPausesHasNotWaitedForTheSecond() {
        ring.recordOne(0, 10 * MS, 8 * MS);
        assertThat(ring.resumeNs(3 * MS)).isEqualTo(8 * MS);
        assertThat(ring.resumeNs(MS)).isEqualTo(MS);

        ring.record(100 * MS, 110 * MS, 8 * MS);
        assertThat(ring.resumeNs(105 * MS)).isEqualTo(105 * MS);
    }

    @Test
    void forgetsTheOldest() {
        for (int i = 0; i < 11; i++) {
            ring.record(i * 100, i * 100 + 10, 10);
        }

        assertThat(ring.overlapNs(0, 2_000)).isEqualTo(80);
        assertThat(ring.overlapNs(0, 300)).isZero();
        assertThat(ring.totalNs()).isEqualTo(110);
        assertThat(ring.copy()).hasSize(8).first().extracting(Pause::startNs).isEqualTo(300L);
    }

    @Test
    void worksAcrossTheOverflowOfTheClock() {
        ring.record(Long.MAX_VALUE - 50, Long.MAX_VALUE + 50, 100);

        assertThat(ring.overlapNs(Long.MAX_VALUE - 100, Long.MAX_VALUE + 10)).isEqualTo(60);
        assertThat(ring.overlapNs(Long.MAX_VALUE + 50, Long.MAX_VALUE + 90)).isZero();
    }

    @Test
    void countsWhatIsLost() {
        ring.lose(17);
        ring.record(5, 5, 0);

        assertThat(ring.unresolvedNs()).isEqualTo(17);
        assertThat(ring.totalNs()).isEqualTo(17);
        assertThat(ring.copy()).isEmpty();
    }

    /** Stops at random places, recorded as windows of random width around them: some overlap each other. */
    @Test
    void neverClaimsMoreThanThereWas() {
        Random random = new Random(7_919);
        for (int round = 0; round < 997; round++) {
            PauseRing pauses = new PauseRing(8);
            boolean[] isStopped = new boolean[400];
            for (int at = random.nextInt(40), i = 0; i < 5; i++) {
                int stopped = 1 + random.nextInt(30);
                pauses.record(at - random.nextInt(9), at + stopped + random.nextInt(9), stopped);
                for (int end = at + stopped; at < end; at++) {
                    isStopped[at] = true;
                }
                at += random.nextInt(30);
            }
            for (int i = 0; i < 97; i++) {
                int from = random.nextInt(400);
                int to = from + random.nextInt(400 - from);
                long really = 0;
                for (int at = from; at < to; at++) {
                    really += isStopped[at] ? 1 : 0;
                }
                assertThat(pauses.overlapNs(from, to)).isBetween(Math.max(0, really - 5 * 16), really);
            }
        }
    }
}
