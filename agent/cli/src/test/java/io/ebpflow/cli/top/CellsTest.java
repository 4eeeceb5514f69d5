// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {

    @Test
    void whatIsTooLongLosesItsMiddle() {
        assertThat(Cells.fit("http-nio-8080-exec-3", 20)).isEqualTo("http-nio-8080-exec-3");
        assertThat(Cells.fit("http-nio-8080-exec-3", 13)).isEqualTo("http-nio~ec-3");
        assertThat(Cells.fit("abc", 2)).isEqualTo("a~");
        assertThat(Cells.fit("abc", 1)).isEqualTo("~");
        assertThat(Cells.fit("abc", 0)).isEmpty();
        assertThat(Cells.right("7", 3)).isEqualTo("  7");
    }

    @Test
    void wideCharactersTakeTwoColumnsAndAreNeverHalved() {
        assertThat(Cells.width("\u6ce8\u6587")).isEqualTo(4);
        assertThat(Cells.width("\ud83d\ude00")).isEqualTo(2);
        assertThat(Cells.width("e\u0301")).isEqualTo(1);
        assertThat(Cells.left("\u6ce8\u6587\u6ce8\u6587", 6)).isEqualTo("\u6ce8\u6587~ ");
        for (int width = 0; width < 12; width++) {
            assertThat(Cells.width(Cells.left("a\u6ce8\ud83d\ude00e\u0301\u6587-17", width)))
                    .isEqualTo(width);
        }
    }

    @Test
    void numbersAreShort() {
        assertThat(Compact.duration(-1)).isEmpty();
        assertThat(Compact.duration(0)).isEqualTo("0us");
        assertThat(Compact.duration(999)).isEqualTo("999us");
        assertThat(Compact.duration(1_234)).isEqualTo("1.2ms");
        assertThat(Compact.duration(99_949)).isEqualTo("99.9ms");
        assertThat(Compact.duration(99_950)).isEqualTo("100ms");
        assertThat(Compact.duration(999_499)).isEqualTo("999ms");
        assertThat(Compact.duration(999_500)).isEqualTo("1.0s");
        assertThat(Compact.duration(59_949_999)).isEqualTo("59.9s");
        assertThat(Compact.duration(59_950_000)).isEqualTo("1m00s");
        assertThat(Compact.duration(3_599_499_999L)).isEqualTo("59m59s");
        assertThat(Compact.duration(3_600_000_000L)).isEqualTo("1h00m");
        assertThat(Compact.duration(100 * 3_600_000_000L)).isEqualTo("4d04h");
        assertThat(Compact.bytes(1_023)).isEqualTo("1023");
        assertThat(Compact.bytes(1_024)).isEqualTo("1.0K");
        assertThat(Compact.bytes(102_200)).isEqualTo("99.8K");
        assertThat(Compact.bytes(1_048_575)).isEqualTo("1.0M");
        assertThat(Compact.bytes(Long.MAX_VALUE)).isEqualTo("8.0E");
        assertThat(Compact.count(99_999)).isEqualTo("99999");
        assertThat(Compact.count(100_000)).isEqualTo("100K");
        assertThat(Compact.rate(0)).isEqualTo("0");
        assertThat(Compact.rate(0.01)).isEqualTo("0.1");
        assertThat(Compact.rate(9.94)).isEqualTo("9.9");
        assertThat(Compact.rate(9.96)).isEqualTo("10");
    }
}
