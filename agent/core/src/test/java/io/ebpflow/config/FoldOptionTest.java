// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldOptionTest {
    private final OptionType fold = new FoldOption();

    @Test
    void readsPackages() throws BadValue {
        assertThat(fold.parse("none")).isEqualTo(Collections.emptyList());
        assertThat(fold.parse("com.acme.base. + !org.hibernate.+Main$"))
                .isEqualTo(Arrays.asList("com.acme.base.", "!org.hibernate.", "Main$"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "a.+", "!", "!!a", "a b", "1a", "a-b", ".a"})
    void refusesWhatNoClassBeginsWith(String text) {
        assertThatThrownBy(() -> fold.parse(text)).isInstanceOf(BadValue.class);
    }
}
