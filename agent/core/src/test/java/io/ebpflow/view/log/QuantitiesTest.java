// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 us",
        "499, 0 us",
        "500, 1 us",
        "999499, 999 us",
        "999500, 1.0 ms",
        "1234567, 1.2 ms",
        "99949999, 99.9 ms",
        "99950000, 100 ms",
        "999499999, 999 ms",
        "999500000, 1.0 s",
        "12345678901, 12.3 s",
        "59949999999, 59.9 s",
        "59950000000, 1 min 0 s",
        "125000000000, 2 min 5 s",
        "3599999999999, 1 h 0 min",
        "7620000000000, 2 h 7 min",
        "9223372036854775807, 2562047 h 47 min"
    })
    void writesDurations(long valueNs, String expected) {
        assertThat(Quantities.appendDuration(new StringBuilder(), valueNs)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "4201, 4.1 KiB",
        "102348, 99.9 KiB",
        "102400, 100 KiB",
        "1048063, 1023 KiB",
        "1048064, 1.0 MiB",
        "3221225472, 3.0 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void writesBytes(long bytes, String expected) {
        assertThat(Quantities.appendBytes(new StringBuilder(), bytes)).hasToString(expected);
    }
}
