// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SlowCallsTest {
    private final SlowCalls calls = new SlowCalls();

    private void add(long... totalsUs) {
        for (long totalUs : totalsUs) {
            calls.onEvent(SlowEvents.call(totalUs));
        }
    }

    private static List<Long> numbers(List<SlowCall> rows) {
        return rows.stream().map(row -> row.number).collect(Collectors.toList());
    }

    private static List<Long> times(List<SlowCall> rows) {
        return rows.stream().map(row -> row.callUs).collect(Collectors.toList());
    }

    @Test
    void keepsSlowCallsOnly() {
        calls.onEvent(new FlowEvent().reset(EventType.EXCHANGE, 0));
        assertThat(calls.newest()).isEmpty();
        assertThat(calls.count()).isZero();
    }

    @Test
    void ordersByAgeAndByTime() {
        add(300_000, 100_000, 400_000, 100_000, 200_000);
        assertThat(numbers(calls.newest())).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(numbers(calls.worst())).containsExactly(3L, 1L, 5L, 2L, 4L);
        assertThat(calls.count()).isEqualTo(5);
    }

    @Test
    void keepsFiftyOfEach() {
        for (long i = 0; i < 7_919; i++) {
            add(100_000 + i * 7_907 % 7_919);
        }
        assertThat(calls.count()).isEqualTo(7_919);
        assertThat(numbers(calls.newest())).containsExactlyElementsOf(descending(7_919));
        assertThat(times(calls.worst())).containsExactlyElementsOf(descending(107_918));
    }

    private static List<Long> descending(long from) {
        return LongStream.range(0, 50).map(i -> from - i).boxed().collect(Collectors.toList());
    }

    @Test
    void countsTheConnectThatBelongsToACall() {
        add(200_000);
        FlowEvent first = SlowEvents.call(100_000);
        first.connectNs = 150_000_000;
        calls.onEvent(first);
        calls.onEvent(SlowEvents.connect(3_000_000));
        assertThat(times(calls.worst())).containsExactly(3_000_000L, 250_000L, 200_000L);
    }

    @Test
    void handsOutCopies() {
        add(100_000);
        List<SlowCall> before = new ArrayList<>(calls.newest());
        before.addAll(calls.worst());
        for (int i = 0; i < SlowCalls.MAX_CALLS; i++) {
            add(200_000);
        }
        assertThat(numbers(before)).containsExactly(1L, 1L);
        assertThat(times(before)).containsExactly(100_000L, 100_000L);
    }

    @Test
    void forgetsAllButTheNumbers() {
        add(300_000, 100_000);
        calls.reset();
        assertThat(calls.newest()).isEmpty();
        assertThat(calls.worst()).isEmpty();
        assertThat(calls.count()).isZero();
        add(100_000);
        assertThat(numbers(calls.newest())).containsExactly(3L);
        assertThat(numbers(calls.worst())).containsExactly(3L);
        assertThat(calls.count()).isEqualTo(1);
    }
}
