// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuartilesTest {
    @Test
    void takesTheMiddleOfAnOddNumber() {
        assertThat(Quartiles.of(List.of(5.0, 1.0, 3.0, 2.0, 400.0)).format(1)).isEqualTo("3.0 [2.0 5.0]");
    }

    @Test
    void goesBetweenTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(Quartiles.of(List.of(1.0, 2.0, 3.0, 4.0)).formatSigned(2)).isEqualTo("+2.50 [+1.75 +3.25]");
    }

    @Test
    void isNothingOfNothing() {
        assertThatThrownBy(() -> Quartiles.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comparesEachVariantWithTheBareJvmOfItsOwnRound() {
        Rounds rounds = new Rounds();
        for (double noise : new double[] {1, 7, 2}) {
            rounds.add(Variant.BARE, Map.of("ns", 1_000 * noise));
            rounds.add("agent", Map.of("ns", 1_100 * noise));
        }
        assertThat(rounds.table("us", "ns", 1_000, 1).toString().split("\n"))
                .containsExactly(
                        "us        median [quartiles]    more than bare     ratio to bare",
                        "bare JVM       2.0 [1.5 4.5]                                   1",
                        "agent          2.2 [1.7 5.0]  +0.2 [+0.2 +0.5]  1.10 [1.10 1.10]");
    }
}
