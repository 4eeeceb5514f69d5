// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Distribution distribution = new Distribution();

    @Test
    void isEmptyAtFirst() {
        assertThat(distribution.total().count).isZero();
        assertThat(distribution.total().p50Us).isEqualTo(Percentiles.UNKNOWN);
        assertThat(distribution.total().maxUs).isEqualTo(Percentiles.UNKNOWN);
        assertThat(distribution.minute(0).count).isZero();
        assertThat(distribution.recentMinute(0)).isNull();
        distribution.forgetIdle(0);
    }

    @Test
    void hasPercentilesToOnePercentAndOfTheMinuteToSix() {
        for (int i = 1; i <= 10_000; i++) {
            distribution.record(i, SECOND_NS);
        }
        Percentiles total = distribution.total();
        assertThat(total.count).isEqualTo(10_000);
        assertThat(total.p50Us).isBetween(5_000L, 5_050L);
        assertThat(total.p90Us).isBetween(9_000L, 9_090L);
        assertThat(total.p99Us).isBetween(9_900L, 9_999L);
        assertThat(total.p999Us).isBetween(9_990L, 10_000L);
        assertThat(total.maxUs).isEqualTo(10_000);
        Percentiles minute = distribution.minute(SECOND_NS);
        assertThat(minute.count).isEqualTo(10_000);
        assertThat(minute.p50Us).isBetween(5_000L, 5_310L);
        assertThat(minute.p90Us).isBetween(9_000L, 9_560L);
        assertThat(minute.maxUs).isEqualTo(10_000);
    }

    @Test
    void theMinuteSlidesInStepsOfTenSeconds() {
        distribution.record(700, 0);
        distribution.record(41, 15 * SECOND_NS);
        assertThat(distribution.minute(59 * SECOND_NS).count).isEqualTo(2);
        assertThat(distribution.minute(60 * SECOND_NS).count).isEqualTo(1);
        assertThat(distribution.minute(60 * SECOND_NS).maxUs).isEqualTo(41);
        assertThat(distribution.minute(70 * SECOND_NS).count).isZero();
        assertThat(distribution.minute(70 * SECOND_NS).p99Us).isEqualTo(Percentiles.UNKNOWN);
        assertThat(distribution.total().count).isEqualTo(2);
    }

    @Test
    void theMinuteIsTheSumOfItsSlotsHoweverTimePasses() {
        Random random = new Random(7_919);
        long[] perSlot = new long[1_000];
        long nowNs = -300 * SECOND_NS;
        for (int i = 0; i < 5_000; i++) {
            nowNs += (long) (random.nextInt(20) == 0 ? random.nextInt(90) : random.nextInt(2)) * SECOND_NS;
            int slot = (int) Math.floorDiv(nowNs, 10 * SECOND_NS) + 30;
            if (slot >= perSlot.length) {
                break;
            }
            distribution.record(random.nextInt(1_000_000), nowNs);
            perSlot[slot]++;
            long expected = 0;
            for (int j = Math.max(0, slot - 5); j <= slot; j++) {
                expected += perSlot[j];
            }
            assertThat(distribution.minute(nowNs).count).isEqualTo(expected);
        }
    }

    @Test
    void aTimeThatGoesBackCountsInTheNewestSlot() {
        distribution.record(7, 100 * SECOND_NS);
        distribution.record(11, 30 * SECOND_NS);
        assertThat(distribution.minute(0).count).isEqualTo(2);
        assertThat(distribution.minute(159 * SECOND_NS).count).isEqualTo(2);
        assertThat(distribution.minute(160 * SECOND_NS).count).isZero();
    }

    @Test
    void takesAnyValue() {
        for (long us : new long[] {Long.MIN_VALUE, -1, 0, 1, Distribution.LONGEST_US, Long.MAX_VALUE}) {
            distribution.record(us, 0);
            distribution.recordNs(us, Long.MAX_VALUE - 1);
        }
        assertThat(distribution.count()).isEqualTo(12);
        assertThat(distribution.total().maxUs).isEqualTo(Long.MAX_VALUE);
        assertThat(distribution.minute(Long.MAX_VALUE).count).isPositive();
    }

    @Test
    void roundsNanosecondsHalfUp() {
        distribution.recordNs(1_499, 0);
        assertThat(distribution.total().maxUs).isEqualTo(1);
        distribution.recordNs(1_500, 0);
        assertThat(distribution.total().maxUs).isEqualTo(2);
        distribution.recordNs(-1_500, 0);
        assertThat(distribution.count()).isEqualTo(3);
    }

    @Test
    void forgetsWhenAsked() {
        distribution.record(7, 0);
        distribution.forgetIdle(59 * SECOND_NS);
        assertThat(distribution.minute(59 * SECOND_NS).count).isEqualTo(1);
        distribution.forgetIdle(60 * SECOND_NS);
        assertThat(distribution.minute(60 * SECOND_NS).count).isZero();
        assertThat(distribution.count()).isEqualTo(1);
        distribution.reset();
        assertThat(distribution.count()).isZero();
        distribution.record(5, 0);
        assertThat(distribution.total().maxUs).isEqualTo(5);
    }

    /** What the classes say of memory, and that a value costs next to none. */
    @Test
    void isBoundedAndAllocatesNextToNothing() {
        int count = 200_000;
        long[] values = new long[count];
        Random random = new Random(23);
        for (int i = 0; i < count; i++) {
            values[i] = (long) Math.exp(random.nextDouble() * Math.log(Distribution.LONGEST_US));
        }
        recordAll(values, 0);
        recordAll(values, 200 * SECOND_NS);
        long beforeBytes = allocatedBytes();
        recordAll(values, 400 * SECOND_NS);
        assertThat(allocatedBytes() - beforeBytes).as("grows seldom").isLessThan(count / 2);

        beforeBytes = allocatedBytes();
        SlidingMinute minute = new SlidingMinute();
        assertThat(allocatedBytes() - beforeBytes).as("of a minute").isLessThan(18 << 10);
        beforeBytes = allocatedBytes();
        for (int i = 0; i < count; i++) {
            minute.record(values[i], i * 1_000_000L);
            minute.judge(i * 1_000_000L);
        }
        assertThat(allocatedBytes() - beforeBytes).as("later").isLessThan(1 << 10);
    }

    private void recordAll(long[] values, long beganNs) {
        for (int i = 0; i < values.length; i++) {
            distribution.record(values[i], beganNs + i * 1_000_000L);
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
