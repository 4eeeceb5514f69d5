// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartOptionsTest {

    @Test
    void isEnabledAndDoesNotWaitByDefault() {
        StartOptions options = StartOptions.of(null);

        assertThat(options.isEnabled()).isTrue();
        assertThat(options.waitMs()).isZero();
    }

    @Test
    void readsAgentArguments() {
        StartOptions options = StartOptions.of("flows=all, enabled=FALSE,wait=2s");

        assertThat(options.isEnabled()).isFalse();
        assertThat(options.waitMs()).isEqualTo(2000);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none,0",
                "'',0",
                "0,0",
                "1500,0",
                "2500us,2",
                "1m,60000",
                "1500ms,1500",
                "2s,2000",
                "' 2 s ',2000",
                "-1,0",
                "soon,0",
                "s,0",
                "9223372036854775807s,0"
            })
    void understandsTimes(String text, long expectedMs) {
        assertThat(StartOptions.toMs(text)).isEqualTo(expectedMs);
    }

    @Test
    void aCommaInQuotesDoesNotSeparate() {
        String arguments = "file=\"/tmp/a,enabled=false\",wait=\"7ms\"";

        assertThat(StartOptions.argument(arguments, "enabled")).isNull();
        assertThat(StartOptions.argument(arguments, "file")).isEqualTo("/tmp/a,enabled=false");
        assertThat(StartOptions.argument(arguments, "wait")).isEqualTo("7ms");
    }

    @Test
    void theLastOfEqualKeysWins() {
        assertThat(StartOptions.argument("wait=1,wait=2", "wait")).isEqualTo("2");
    }

    @Test
    void aKeyThatEndsLikeAnotherIsNotTheOther() {
        assertThat(StartOptions.argument("nowait=1", "wait")).isNull();
    }
}
