// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final Instant NOON = Instant.parse("2025-11-23T12:00:00.123456789Z");
    private static final long NOON_US = NOON.getEpochSecond() * 1_000_000 + 123_456;

    /** A clock that says one after the other. */
    private static final class Instants extends Clock {
        private final Deque<Instant> instants;

        Instants(List<Instant> instants) {
            this.instants = new ArrayDeque<>(instants);
        }

        @Override
        public Instant instant() {
            return instants.remove();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void convertsMonotonicTime() {
        WallClock clock = new WallClock(Clock.fixed(NOON, ZoneOffset.UTC), () -> 5_000_000L);

        assertThat(clock.nanoTime()).isEqualTo(5_000_000);
        assertThat(clock.epochUs(5_000_000)).isEqualTo(NOON_US);
        assertThat(clock.epochUs(5_001_000)).isEqualTo(NOON_US + 1);
        assertThat(clock.epochUs(4_999_000)).isEqualTo(NOON_US - 1);
    }

    @Test
    void trustsTheTightestOfThreeTries() {
        // The second try takes 2 us, the others were interrupted for 10 ms.
        Deque<Long> nanos =
                new ArrayDeque<>(List.of(0L, 10_000_000L, 20_000_000L, 20_002_000L, 30_000_000L, 40_000_000L));
        Instant second = NOON.plusMillis(20);
        WallClock clock =
                new WallClock(new Instants(List.of(NOON.plusSeconds(9), second, NOON.plusSeconds(9))), nanos::remove);

        assertThat(clock.epochUs(20_001_000)).isEqualTo(NOON_US + 20_000);
    }

    @Test
    void followsAClockThatWasSet() {
        Instants instants =
                new Instants(List.of(NOON, NOON, NOON, NOON.plusSeconds(3), NOON.plusSeconds(3), NOON.plusSeconds(3)));
        WallClock clock = new WallClock(instants, () -> 0);
        clock.synchronize();

        assertThat(clock.epochUs(0)).isEqualTo(NOON_US + 3_000_000);
    }
}
