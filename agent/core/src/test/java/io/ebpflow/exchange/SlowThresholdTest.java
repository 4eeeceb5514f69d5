// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowThresholdTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, true",
        "100000000, 99999, false",
        "100000000, 100000, true",
        "1, 0, false",
        "1001, 1, false",
        "1001, 2, true"
    })
    void aFixedOneIsReachedNotRounded(long thresholdNs, long totalUs, boolean isSlow) {
        SlowThreshold threshold = SlowThreshold.ofNs(thresholdNs);
        assertThat(threshold.isSlow(totalUs, 0, -1)).isEqualTo(isSlow);
        assertThat(threshold.isAdaptive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "99999, 99, 5, false",
        "100000, 99, 5, true",
        "99999, 0, -1, false",
        "7000, 100, 7000, false",
        "7001, 100, 7000, true",
        "999, 100, 7, false",
        "1000, 100, 7, true"
    })
    void anAdaptiveOneNeedsEnoughCallsAndAMillisecond(long totalUs, long count, long p99Us, boolean isSlow) {
        assertThat(SlowThreshold.adaptive().isSlow(totalUs, count, p99Us)).isEqualTo(isSlow);
        assertThat(SlowThreshold.adaptive().isAdaptive()).isTrue();
    }

    @Test
    void isAValue() {
        assertThat(SlowThreshold.ofNs(7_000))
                .isEqualTo(SlowThreshold.ofNs(6_001))
                .hasSameHashCodeAs(SlowThreshold.ofNs(7_000))
                .isNotEqualTo(SlowThreshold.adaptive())
                .hasToString("7us");
        assertThat(SlowThreshold.adaptive()).isEqualTo(SlowThreshold.adaptive()).hasToString("p99");
    }
}
