// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An independent parser reads back every thread name there can be, from the bytes as they are written. */
class JsonEscapingTest {
    private static final int NAMES = 20_011;

    private final JsonFactory parsers = new JsonFactory();

    @Test
    void keepsEveryNameThroughAParser() throws IOException {
        JsonFormat format = new JsonFormat(() -> SampleProcess.UNKNOWN, new InterfaceNames(index -> null, () -> 0));
        FlowEvent event = new FlowEvent().reset(EventType.CONNECT, 0);
        Random random = new Random(23);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < NAMES; i++) {
            event.threadName = randomName(random);
            line.setLength(0);
            format.append(line, event);
            byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
            for (byte b : bytes) {
                assertThat(b < 0 || b >= ' ').isTrue();
            }
            assertThat(threadIn(bytes)).isEqualTo(event.threadName);
        }
    }

    /** ASCII with its controls, any UTF-16 unit, and halves of surrogate pairs in any order. */
    private static String randomName(Random random) {
        StringBuilder name = new StringBuilder();
        for (int length = random.nextInt(17); length > 0; length--) {
            switch (random.nextInt(4)) {
                case 0:
                    name.append((char) random.nextInt(0x80));
                    break;
                case 1:
                    name.append((char) random.nextInt(0x10000));
                    break;
                case 2:
                    name.append((char) (0xd800 + random.nextInt(0x800)));
                    break;
                default:
                    name.append("\"\\/\b\u2028".charAt(random.nextInt(5)));
            }
        }
        return name.toString();
    }

    private String threadIn(byte[] json) throws IOException {
        try (JsonParser parser = parsers.createParser(json)) {
            String thread = null;
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                thread = key.equals("thread") ? parser.getText() : thread;
            }
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isNull();
            return thread;
        }
    }
}
