// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTypeTest {
    private final OptionType duration = OptionType.durationOrZero("0", "60m");
    private final OptionType size = OptionType.powerOfTwo("64k", "256m");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0ms, 0",
        "250us, 250000",
        "100ms, 100000000",
        "2s, 2000000000",
        "1m, 60000000000",
        "1 M, 60000000000",
        "60m, 3600000000000"
    })
    void readsDurations(String text, long expectedNs) throws BadValue {
        assertThat(duration.parse(text)).isEqualTo(expectedNs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5", "-1s", "1.5s", "1h", "ms", "61m", "99999999999s", "999999999m", "s1", "1s2", "\u0661s"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> duration.parse(text)).isInstanceOf(BadValue.class);
    }

    @ParameterizedTest
    @CsvSource({"0, true, false", "99ms, false, false", "100ms, true, true", "61s, false, false"})
    void refusesDurationsOutsideTheirRange(String text, boolean orZeroAccepts, boolean accepts) {
        assertThat(isAccepted(OptionType.durationOrZero("100ms", "60s"), text)).isEqualTo(orZeroAccepts);
        assertThat(isAccepted(OptionType.duration("100ms", "60s"), text)).isEqualTo(accepts);
    }

    private static boolean isAccepted(OptionType type, String text) {
        try {
            type.parse(text);
            return true;
        } catch (BadValue e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"64k, 65536", "4m, 4194304", "65536, 65536", "256M, 268435456", "1024K, 1048576"})
    void readsSizes(String text, int expectedBytes) throws BadValue {
        assertThat(size.parse(text)).isEqualTo(expectedBytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3m", "32k", "512m", "4g", "4mb", "", "999999999m", "-4m"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> size.parse(text)).isInstanceOf(BadValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "tru"})
    void refusesOtherTruths(String text) {
        assertThatThrownBy(() -> OptionType.bool().parse(text)).isInstanceOf(BadValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "notable+tcp", "tcp out of"})
    void refusesOtherFlows(String text) {
        assertThatThrownBy(() -> OptionType.flows().parse(text)).isInstanceOf(BadValue.class);
    }
}
