// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.config.FlowSelection;
import io.ebpflow.flow.EventFilter;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogViewTest {
    private final List<String> lines = new ArrayList<>();
    private final LogView view = new LogView(
            EventFilter.of(FlowSelection.NOTABLE),
            (to, event) -> to.append(event.type).append(event.threadName),
            new LineSink() {
                @Override
                public void accept(CharSequence line, boolean isSlow) {
                    lines.add((isSlow ? "slow: " : "") + line);
                }

                @Override
                public void idle() {
                    lines.add("idle");
                }

                @Override
                public void close() {
                    lines.add("close");
                }
            });

    private void show(EventType type, String thread) {
        FlowEvent event = new FlowEvent().reset(type, 0);
        event.threadName = thread;
        view.onEvent(event);
    }

    @Test
    void showsWhatTheFilterLetsThroughAndPassesTheRestOn() {
        show(EventType.CONNECT, "a");
        show(EventType.RESET, "b");
        show(EventType.SLOW, "c");
        view.onIdle();
        view.close();
        assertThat(lines).containsExactly("RESETb", "slow: SLOWc", "idle", "close");
    }

    @Test
    void beginsEachLineAfreshAlsoAfterAVeryLongOne() {
        String name = "x".repeat(104_729);
        show(EventType.RESET, name);
        show(EventType.RESET, "b");
        assertThat(lines).containsExactly("RESET" + name, "RESETb");
    }
}
