// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private final FlowTable table = new FlowTable(7);
    private final List<Flow> dropped = new ArrayList<>();

    private Flow create(long key, long lastNs) {
        Flow flow = table.create(key, key);
        flow.lastNs = lastNs;
        return flow;
    }

    @Test
    void neverHoldsMoreThanItsBoundAndCountsWhatItDropped() {
        table.onDropped(dropped::add);
        for (int i = 0; i < 23; i++) {
            create(i, i);
            assertThat(table.size()).isLessThanOrEqualTo(7);
        }
        assertThat(table.size()).isEqualTo(7);
        assertThat(table.evictedCount()).isEqualTo(16);
        assertThat(dropped).hasSize(16);
    }

    @Test
    void dropsTheFlowThatWasIdleLongest() {
        table.onDropped(dropped::add);
        for (int i = 0; i < 7; i++) {
            create(i, 100 - i);
        }
        create(7, 200);

        assertThat(dropped).extracting(flow -> flow.key).containsExactly(6L);
        assertThat(table.get(6)).isNull();
        assertThat(table.get(7)).isNotNull();
    }

    @Test
    void aFlowInPlaceOfAFormerOneDropsThatAndNoOther() {
        table.onDropped(dropped::add);
        for (int i = 0; i < 7; i++) {
            create(i, i);
        }
        Flow former = table.get(3);
        Flow flow = create(3, 300);

        assertThat(table.get(3)).isSameAs(flow);
        assertThat(table.size()).isEqualTo(7);
        assertThat(table.evictedCount()).isZero();
        assertThat(dropped).containsExactly(former);
    }

    @Test
    void forgetsAFlowOnlyIfItIsStillTheOneThatIsKnown() {
        Flow former = create(3, 1);
        Flow flow = create(3, 2);
        table.remove(former);
        assertThat(table.get(3)).isSameAs(flow);

        table.remove(flow);
        assertThat(table.get(3)).isNull();
    }
}
