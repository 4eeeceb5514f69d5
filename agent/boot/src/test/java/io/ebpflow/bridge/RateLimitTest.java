// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private static int take(RateLimit limit, long nowNs) {
        int count = 0;
        while (limit.tryTake(nowNs)) {
            count++;
        }
        return count;
    }

    @Test
    void givesASecondsWorthAtOnceAndThenOneAtATime() {
        RateLimit limit = new RateLimit(500);

        assertThat(take(limit, SECOND_NS)).isEqualTo(500);
        assertThat(take(limit, SECOND_NS + 1_999_999)).isZero();
        assertThat(take(limit, SECOND_NS + 2_000_000)).isEqualTo(1);
        assertThat(take(limit, 2 * SECOND_NS)).isEqualTo(499);
    }

    @Test
    void doesNotSaveMoreThanASecond() {
        RateLimit limit = new RateLimit(10);

        assertThat(take(limit, 1_000 * SECOND_NS)).isEqualTo(10);
    }

    @Test
    void worksWithAClockBelowZero() {
        assertThat(take(new RateLimit(10), -5 * SECOND_NS)).isEqualTo(10);
    }

    @Test
    void givesNothingOfZero() {
        assertThat(new RateLimit(0).tryTake(SECOND_NS)).isFalse();
    }
}
