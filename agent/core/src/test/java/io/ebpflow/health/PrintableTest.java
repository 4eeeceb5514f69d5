// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "http-nio-8080-exec-3", "Gr\u00fc\u00dfe \u4f60\u597d \ud83d\ude00", "a\"b\\c"})
    void leavesOrdinaryTextAlone(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(chars = {'\0', '\n', '\r', '\t', '\u001b', '\u007f', '\u0085', '\u009b', '\u2028', '\u202e', '\u2066'})
    void escapesWhatWouldTakeEffect(char c) {
        assertThat(Printable.of("a" + c + "b")).isEqualTo(String.format("a\\u%04xb", (int) c));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
    void leavesNoLoneSurrogate(String text) {
        String printable = Printable.of(text);
        assertThat(printable).contains("\\ud");
        byte[] bytes = printable.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(printable);
    }
}
