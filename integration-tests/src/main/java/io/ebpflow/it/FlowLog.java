// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The agent's JSON lines, read while they are written. A line that is not strictly one JSON object fails.
 *
 * <p>Threading: confined to the test.
 */
public final class FlowLog {

    private static final ObjectReader READER = new ObjectMapper()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .readerFor(new TypeReference<Map<String, Object>>() {});

    private final Path path;
    private final List<Map<String, Object>> events = new ArrayList<>();
    private long position;

    /** @param path of the file, which need not exist yet; it must not have rolled over */
    public FlowLog(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Where the agent writes. */
    public Path path() {
        return path;
    }

    /** Every complete line so far, in the order of the file. */
    public List<Map<String, Object>> events() {
        if (Files.exists(path)) {
            try {
                readOn();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(events);
    }

    private void readOn() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() < position) {
                throw new IllegalStateException(path + " has rolled over");
            }
            byte[] bytes = new byte[(int) (file.length() - position)];
            file.seek(position);
            file.readFully(bytes);
            int from = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    events.add(parse(new String(bytes, from, i - from, StandardCharsets.UTF_8)));
                    from = i + 1;
                }
            }
            position += from;
        }
    }

    /** What a line says. */
    public static Map<String, Object> parse(String line) {
        try {
            return READER.readValue(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }
}
