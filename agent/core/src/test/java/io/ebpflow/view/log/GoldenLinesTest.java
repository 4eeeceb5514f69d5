// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How each sample is shown, to the letter. Users' scripts depend on the JSON, so a changed line is a decision. */
class GoldenLinesTest {
    private static final Path DIRECTORY = Paths.get("src/test/resources/io/ebpflow/view/log");
    private static final String REWRITE = "mvn -pl agent/core -am test -Dtest=GoldenLinesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Debpflow.docs.write=true";

    private static String lines(LineFormat format) {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, FlowEvent> sample : SampleEvents.all().entrySet()) {
            format.append(lines.append("# ").append(sample.getKey()).append('\n'), sample.getValue());
            lines.append('\n');
        }
        return lines.toString();
    }

    private static void compare(String file, String actual) throws IOException {
        Path golden = DIRECTORY.resolve(file);
        if (Boolean.getBoolean("ebpflow.docs.write")) {
            Files.write(golden, actual.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(actual)
                .as("lines differ from " + golden + "; if they are meant to: " + REWRITE)
                .isEqualTo(new String(Files.readAllBytes(golden), StandardCharsets.UTF_8));
    }

    private static JsonFormat json() {
        return new JsonFormat(() -> SampleProcess.UNKNOWN, new InterfaceNames(index -> "eth" + index, () -> 0));
    }

    @Test
    void coversEveryType() {
        Set<EventType> covered = EnumSet.noneOf(EventType.class);
        SampleEvents.all().values().forEach(event -> covered.add(event.type));
        assertThat(covered).containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void textIsAsRecorded() throws IOException {
        compare("golden-text.txt", lines(new TextFormat()));
    }

    @Test
    void jsonIsAsRecorded() throws IOException {
        compare("golden-json.txt", lines(json()));
    }

    @Test
    void textLinesFitIntoAWideTerminal() {
        for (FlowEvent event : SampleEvents.all().values()) {
            StringBuilder line = new StringBuilder();
            event.preexisting = false;
            new TextFormat().append(line, event);
            assertThat(line.toString().lines()).allMatch(part -> part.length() < 225, line.toString());
        }
    }

    @Test
    void jsonLinesAreValidAndHoldNoNullAndNoKeyTwice() throws IOException {
        JsonFactory strict = JsonFactory.builder()
                .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        for (FlowEvent event : SampleEvents.all().values()) {
            StringBuilder line = new StringBuilder();
            json().append(line, event);
            try (JsonParser parser = strict.createParser(line.toString())) {
                while (parser.nextToken() != null) {
                    assertThat(parser.currentToken()).isNotEqualTo(com.fasterxml.jackson.core.JsonToken.VALUE_NULL);
                }
            }
        }
    }
}
