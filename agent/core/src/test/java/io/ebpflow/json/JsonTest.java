// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void readsWhatJsonHas() {
        Map<String, Object> object =
                Json.object(" {\"a\" : -12, \"b\":1.5,\"c\":true,\n\"d\":null, \"e\":[1, {\"f\":[]}],"
                        + " \"g\":{}, \"h\":\"x \\\"y\\\" \\\\ \\u0041\\n\\/\"} ");

        assertThat(object)
                .containsEntry("a", -12L)
                .containsEntry("b", 1.5)
                .containsEntry("c", true)
                .containsEntry("d", null)
                .containsEntry("e", Arrays.asList(1L, Map.of("f", List.of())))
                .containsEntry("g", Map.of())
                .containsEntry("h", "x \"y\" \\ A\n/");
    }

    @Test
    void readsAnArrayButNotOneThatIsTooDeep() {
        assertThat(Json.of("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of("[".repeat(65) + "]".repeat(65)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\"", "{\"a\":1", "[]", "{\"a\":\"b}", "{\"a\":1}x", "{\"a\" 1}", "{\"a\":x}"})
    void refusesTheRest(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.object(text));
    }
}
