// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.ebpflow.exchange.Verdict;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/output.md names all that is shown. */
class OutputDocTest {
    private static String doc;

    @BeforeAll
    static void read() throws IOException {
        doc = new String(Files.readAllBytes(Paths.get("../../docs/output.md")), StandardCharsets.UTF_8);
    }

    private static Set<String> keysShown() throws IOException {
        Set<String> keys = new TreeSet<>();
        JsonFormat format =
                new JsonFormat(() -> SampleProcess.IN_A_POD, new InterfaceNames(index -> "eth" + index, () -> 0));
        for (FlowEvent event : SampleEvents.all().values()) {
            StringBuilder line = new StringBuilder();
            format.append(line, event);
            try (JsonParser parser = new JsonFactory().createParser(line.toString())) {
                while (parser.nextToken() != null) {
                    if (parser.currentName() != null
                            && parser.getParsingContext().getParent().inRoot()) {
                        keys.add(parser.currentName());
                    }
                }
            }
        }
        return keys;
    }

    @Test
    void namesEveryKey() throws IOException {
        assertThat(keysShown())
                .contains("exchange", "unread_us", "lost_records")
                .allSatisfy(key -> assertThat(doc).contains("`" + key + "`"));
    }

    @Test
    void namesEveryEventAndVerdict() {
        for (EventType type : EventType.values()) {
            assertThat(doc).contains("`" + type.jsonName() + "`");
        }
        for (Verdict verdict : Verdict.values()) {
            assertThat(doc).contains("`" + verdict.jsonName() + "`");
        }
    }
}
