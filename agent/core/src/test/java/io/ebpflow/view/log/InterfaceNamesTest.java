// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceNamesTest {
    private long nowNs = Long.MAX_VALUE - 7;
    private String prefix = "eth";
    private final List<Integer> asked = new ArrayList<>();
    private final InterfaceNames names = new InterfaceNames(
            index -> {
                asked.add(index);
                return index < 100 ? prefix + index : null;
            },
            () -> nowNs);

    @Test
    void asksOnceAndKeepsTheAnswer() {
        assertThat(names.nameOf(2)).isEqualTo("eth2");
        assertThat(names.nameOf(2)).isEqualTo("eth2");
        assertThat(asked).containsExactly(2);
    }

    @Test
    void asksAtMostOnceASecond() {
        assertThat(names.nameOf(101)).isNull();
        assertThat(names.nameOf(102)).isNull();
        assertThat(names.nameOf(3)).isNull();
        nowNs += 1_000_000_000L;
        assertThat(names.nameOf(3)).isEqualTo("eth3");
        assertThat(asked).containsExactly(101, 3);
    }

    @Test
    void forgetsAfterAMinute() {
        assertThat(names.nameOf(2)).isEqualTo("eth2");
        prefix = "wlan";
        nowNs += 60_000_000_000L;
        assertThat(names.nameOf(2)).isEqualTo("wlan2");
    }

    @Test
    void knowsNoInterfaceZero() {
        assertThat(names.nameOf(0)).isNull();
        assertThat(asked).isEmpty();
    }
}
