// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExchangeDistributionsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final ExchangeDistributions distributions = new ExchangeDistributions();
    private final ExchangeParts parts = new ExchangeParts();

    private void record(long totalUs, long nowNs) {
        parts.number = 1;
        parts.totalUs = totalUs;
        distributions.record(parts, nowNs);
    }

    @Test
    void aClientHasItsParts() {
        parts.peerUs = 23;
        parts.pickupUs = 7;
        record(41, 0);
        assertThat(distributions.total().total().maxUs).isEqualTo(41);
        assertThat(distributions.peer().total().maxUs).isEqualTo(23);
        assertThat(distributions.pickup().total().maxUs).isEqualTo(7);
        assertThat(distributions.queueWait()).isNull();
    }

    @Test
    void aServerHasItsParts() {
        parts.inbound = true;
        parts.queueWaitUs = 23;
        record(41, 0);
        assertThat(distributions.total().total().maxUs).isEqualTo(41);
        assertThat(distributions.queueWait().total().maxUs).isEqualTo(23);
        assertThat(distributions.peer()).isNull();
        assertThat(distributions.pickup()).isNull();
    }

    @Test
    void whatHasNoTimesIsOnlyCounted() {
        distributions.record(parts, 0);
        parts.multiplexed = true;
        record(0, 0);
        parts.unanswered = true;
        record(41, 0);
        assertThat(distributions.total()).isNull();
        assertThat(distributions.multiplexedCount()).isEqualTo(1);
        assertThat(distributions.unansweredCount()).isEqualTo(1);
    }

    @Test
    void judgesByTheMinuteThatItKnew() {
        SlowThreshold adaptive = SlowThreshold.adaptive();
        assertThat(distributions.isSlow(adaptive, 100_000, 0)).isTrue();
        for (int i = 0; i < 100; i++) {
            record(2_000, 0);
        }
        assertThat(distributions.isSlow(adaptive, 2_001, 0)).isTrue();
        assertThat(distributions.isSlow(adaptive, 2_000, 0)).isFalse();
        for (int i = 0; i < 100; i++) {
            record(4_000, SECOND_NS / 2);
        }
        assertThat(distributions.isSlow(adaptive, 3_000, SECOND_NS - 1))
                .as("worked out once a second")
                .isTrue();
        assertThat(distributions.isSlow(adaptive, 3_000, SECOND_NS)).isFalse();
        assertThat(distributions.isSlow(adaptive, 3_000, 70 * SECOND_NS))
                .as("nothing known")
                .isFalse();
        assertThat(distributions.isSlow(SlowThreshold.ofNs(3_000_000), 3_000, 0))
                .isTrue();
    }

    @Test
    void forgets() {
        record(41, 0);
        distributions.forgetIdle(70 * SECOND_NS);
        assertThat(distributions.total().count()).isEqualTo(1);
        assertThat(distributions.isSlow(SlowThreshold.adaptive(), 99_999, 70 * SECOND_NS))
                .isFalse();
        parts.unanswered = true;
        record(41, 0);
        distributions.reset();
        assertThat(distributions.total()).isNull();
        assertThat(distributions.unansweredCount()).isZero();
    }
}
