// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsOptionTest {
    private final OptionType methods = new MethodsOption();

    @Test
    void readsMethods() throws BadValue {
        assertThat(methods.parse("none")).isEqualTo(Collections.emptyList());
        assertThat(methods.parse("com.acme.Job#run")).isEqualTo(Arrays.asList("com.acme.Job#run"));
        assertThat(methods.parse("com.acme.Job#run + com.acme.Outer$Inner#send_2+Main#m"))
                .isEqualTo(Arrays.asList("com.acme.Job#run", "com.acme.Outer$Inner#send_2", "Main#m"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "com.acme.Job", "com.acme.Job#", "#run", "a#b#c", "a#b+", "+a#b", "a#<init>", "a#b()", "1a#b"
            })
    void refusesWhatIsNoMethod(String text) {
        assertThatThrownBy(() -> methods.parse(text)).isInstanceOf(BadValue.class);
    }
}
