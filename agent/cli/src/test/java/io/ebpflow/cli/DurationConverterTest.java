// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationConverterTest {

    @ParameterizedTest
    @CsvSource({"50ms, 50000", "1us, 1", "2s, 2000000", "3M, 180000000", "60m, 3600000000"})
    void isInMicroseconds(String text, long us) {
        assertThat(new Ebpflow.DurationConverter().convert(text)).isEqualTo(us);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "1.5s", "-1s", "1h", "1 s", "99999999999s", "61m", "3601s"})
    void needsAWholeNumberAndAUnit(String text) {
        assertThatThrownBy(() -> new Ebpflow.DurationConverter().convert(text)).hasMessageContaining("us, ms, s or m");
    }
}
