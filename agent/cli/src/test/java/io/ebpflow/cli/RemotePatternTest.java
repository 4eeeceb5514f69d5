// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePatternTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5,           10.0.0.5,    80,   true",
        "10.0.0.5,           10.0.0.50,   80,   false",
        "10.0.0.5:5432,      10.0.0.5,    5432, true",
        "10.0.0.5:5432,      10.0.0.5,    5433, false",
        "10.0.0.0/8,         10.255.0.1,  1,    true",
        "10.0.0.0/8,         11.0.0.1,    1,    false",
        "10.0.0.128/25,      10.0.0.127,  1,    false",
        "0.0.0.0/0,          192.0.2.1,   1,    true",
        "0.0.0.0/0,          2001:db8::1, 1,    false",
        ":443,               2001:db8::1, 443,  true",
        "*:443,              2001:db8::1, 444,  false",
        "::1,                ::1,         9,    true",
        "[::1]:80,           ::1,         80,   true",
        "[::1]:80,           ::1,         81,   false",
        "2001:db8::/33,      2001:db8:7fff::1, 1, true",
        "2001:db8::/33,      2001:db8:8000::1, 1, false",
        "::ffff:10.0.0.5,    10.0.0.5,    1,    true",
    })
    void fitsAddressesAndPorts(String pattern, String address, int port, boolean fits) {
        assertThat(RemotePattern.of(pattern).fits(address, port, null)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"localhost, localhost, true", "LocalHost:80, localhost, true", "localhost:81, localhost, false"})
    void fitsNamesThatWereLookedUpAndResolvesNone(String pattern, String name, boolean fits) {
        RemotePattern remote = RemotePattern.of(pattern);

        assertThat(remote.fits("127.0.0.1", 80, name)).isEqualTo(fits);
        assertThat(remote.fits("127.0.0.1", 80, null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.256",
                "1.2.3",
                "host/8",
                "host:0",
                "host:65536",
                "::1/129",
                "[host]:80",
                "a:b",
                "host:80:90"
            })
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemotePattern.of(text))
                .withMessageContaining("is not");
    }
}
