// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Stands in for ntopng: subscribes to its topics, checks each frame as it does, adds up what records bring to a flow, and keeps of
 * process and additional elements what the first record says.
 *
 * <p>Threading: confined to the test.
 */
final class Collector implements AutoCloseable {
    private static final int HEADER_BYTES = 36;
    private static final int MAX_PAYLOAD_BYTES = 131_072;
    private static final long LIMIT_NS = 60_000_000_000L;

    private static final List<String> TOPICS =
            List.of("flow", "event", "counter", "template", "option", "hello", "listening-ports");

    private final Subscriber subscriber;
    private final Map<Long, Long> numbers = new HashMap<>();
    private final Map<String, Map<String, Object>> flows = new LinkedHashMap<>();
    private final List<Map<?, ?>> heartbeats = new ArrayList<>();
    private int recordCount;

    private Collector(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    /** As {@code ntopng -i tcp://*:PORTc}. */
    static Collector bound(int port) throws IOException {
        return new Collector(Subscriber.bound(port, TOPICS));
    }

    /** As {@code ntopng -i tcp://HOST:PORT}. */
    static Collector connected(int port) {
        return new Collector(Subscriber.connected(port, TOPICS));
    }

    /** Takes messages until something is so. */
    void await(String what, BooleanSupplier isSo) throws Exception {
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("waited for " + what + ", collected " + flows + ", " + heartbeats);
            }
            List<byte[]> message = subscriber.receive();
            if (message == null) {
                continue;
            }
            if (message.size() != 2) {
                throw new AssertionError(message.size() + " frames");
            }
            take(message.get(0), message.get(1));
        }
    }

    private void take(byte[] header, byte[] payload) throws IOException {
        if (header.length != HEADER_BYTES || payload.length > MAX_PAYLOAD_BYTES) {
            throw new AssertionError("header of " + header.length + " bytes, payload of " + payload.length);
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        String topic = new String(header, 0, 16, StandardCharsets.US_ASCII).replace("\0", "");
        boolean isTlv = header[17] == 2;
        if (header[16] != 4 || header[17] != (topic.equals("flow") ? 2 : 0)) {
            throw new AssertionError(topic + ": version " + header[16] + ", flags " + header[17]);
        }
        if (fields.getInt(20) != payload.length || fields.getInt(24) != 0) {
            throw new AssertionError("sizes " + fields.getInt(20) + " and " + fields.getInt(24));
        }
        fields.order(ByteOrder.BIG_ENDIAN);
        numbers.merge(fields.getInt(32) & 0xffff_ffffL, fields.getInt(28) & 0xffff_ffffL, (last, number) -> {
            if (number != last + 1) {
                throw new AssertionError("message " + number + " came after " + last);
            }
            return number;
        });
        if (isTlv) {
            FlowDecoder.records(payload).forEach(this::add);
        } else {
            heartbeats.add(new ObjectMapper().readValue(payload, Map.class));
        }
    }

    private void add(Map<String, Object> record) {
        recordCount++;
        String source = String.valueOf(record.getOrDefault("8", record.get("27")));
        String destination = String.valueOf(record.getOrDefault("12", record.get("28")));
        String key =
                record.get("4") + " " + source + ":" + record.get("7") + " " + destination + ":" + record.get("11");
        flows.merge(key, record, (flow, more) -> {
            for (String counter : List.of("1", "2", "23", "24", "57581", "57582")) {
                flow.merge(counter, more.getOrDefault(counter, 0L), (a, b) -> (Long) a + (Long) b);
            }
            flow.put("21", more.get("21"));
            return flow;
        });
    }

    /** The flow to a port, null: none yet. */
    Map<String, Object> flowTo(int port) {
        return flows.entrySet().stream()
                .filter(flow -> flow.getKey().endsWith(":" + port))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** A counter of the flow to a port. */
    long count(int port, String key) {
        Map<String, Object> flow = flowTo(port);
        return flow == null ? 0 : (Long) flow.get(key);
    }

    Map<String, Map<String, Object>> flows() {
        return flows;
    }

    List<Map<?, ?>> heartbeats() {
        return heartbeats;
    }

    int recordCount() {
        return recordCount;
    }

    /** How many exporters there were. */
    int sourceCount() {
        return numbers.size();
    }

    @Override
    public void close() throws IOException {
        subscriber.close();
    }
}
