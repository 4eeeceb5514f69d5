// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTableTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 23, 7_919})
    void doesWhatHashMapDoes(long seed) {
        Random random = new Random(seed);
        LongTable<String> table = new LongTable<>(2);
        Map<Long, String> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long key = key(random);
            if (random.nextInt(3) == 0) {
                assertThat(table.remove(key)).isEqualTo(expected.remove(key));
            } else {
                String value = "v" + i;
                table.put(key, value);
                expected.put(key, value);
            }
            assertThat(table.size()).isEqualTo(expected.size());
            long other = key(random);
            assertThat(table.get(other)).isEqualTo(expected.get(other));
        }
        List<String> values = new ArrayList<>();
        table.forEach(values::add);
        assertThat(values).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    /** A few hundred keys, so that most calls meet one that is there; consecutive, far apart, and the extremes. */
    private static long key(Random random) {
        switch (random.nextInt(4)) {
            case 0:
                return random.nextInt(200);
            case 1:
                return (long) random.nextInt(200) << 32;
            case 2:
                return Long.MIN_VALUE + random.nextInt(50);
            default:
                return -random.nextInt(50);
        }
    }

    @Test
    void keepsZeroAsAKey() {
        LongTable<String> table = new LongTable<>(4);
        assertThat(table.get(0)).isNull();
        table.put(0, "zero");
        assertThat(table.get(0)).isEqualTo("zero");
        assertThat(table.remove(0)).isEqualTo("zero");
        assertThat(table.get(0)).isNull();
    }

    @Test
    void everyValueIsReachedFromAnyPlace() {
        LongTable<Integer> table = new LongTable<>(8);
        for (int i = 0; i < 23; i++) {
            table.put(i, i);
        }
        List<Integer> visited = new ArrayList<>();
        int cursor = 1_000_003;
        for (int i = 0; i < 23; i++) {
            cursor = table.nextIndex(cursor + 1);
            visited.add(table.valueAt(cursor));
        }
        assertThat(visited).doesNotHaveDuplicates().hasSize(23);
    }
}
