// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.Printable;
import io.ebpflow.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerboseFormatTest {
    private static final List<String> KEYS = List.of(
            "pid",
            "tid",
            "thread_id",
            "interface",
            "flow_id",
            "exchange",
            "confidence",
            "context_id",
            "context_kind",
            "trace_id",
            "exe",
            "uid",
            "user",
            "gid",
            "group",
            "parent_pid",
            "parent_exe",
            "container_id",
            "container_runtime",
            "container_name",
            "kube_pod",
            "kube_namespace");

    private static InterfaceNames interfaces() {
        return new InterfaceNames(index -> "eth" + index, () -> 0);
    }

    private static String line(LineFormat format, FlowEvent event) {
        StringBuilder line = new StringBuilder();
        format.append(line, event);
        return line.toString();
    }

    @Test
    void isTheTextAndALineWithWhatJsonSays() {
        for (FlowEvent event : SampleEvents.all().values()) {
            String text = line(new TextFormat(), event);
            String verbose = line(new VerboseFormat(() -> SampleProcess.IN_A_POD, interfaces()), event);
            Map<String, Object> json =
                    Json.object(line(new JsonFormat(() -> SampleProcess.IN_A_POD, interfaces()), event));

            assertThat(verbose).startsWith(text + "\n    ");
            String details = verbose.substring(text.length());
            assertThat(details.substring(1)).doesNotContain("\n");
            for (String key : KEYS) {
                if (json.containsKey(key)) {
                    assertThat(details + " ")
                            .contains(
                                    " " + key + "=" + Printable.of(json.get(key).toString()) + " ");
                } else {
                    assertThat(details).doesNotContain(" " + key + "=");
                }
            }
        }
    }
}
