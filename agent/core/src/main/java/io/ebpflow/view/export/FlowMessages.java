// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Messages as ntopng takes them: a header, then flow records behind the mark of their format, or JSON. Their numbers have no gap:
 * one that could not be sent gives its number to the next.
 *
 * <p>Threading: confined to the publishing thread.
 */
final class FlowMessages {
    /** Format of nDPI's serializer: version 1, TLV. */
    private static final byte[] FORMAT = {1, 1};

    private final int source = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    private final String version;
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private int recordCount;
    private int number = 1;
    private long heartbeatNs;
    private boolean hasBeaten;

    FlowMessages(String version) {
        this.version = version;
    }

    /** Begins a message with its first record. */
    void begin(byte[] record) {
        records.reset();
        recordCount = 0;
        records.writeBytes(FORMAT);
        add(record);
    }

    void add(byte[] record) {
        records.writeBytes(record);
        recordCount++;
    }

    int size() {
        return records.size();
    }

    int recordCount() {
        return recordCount;
    }

    /** The message that was begun, in two frames. */
    byte[][] flows() {
        return message("flow", true, records.toByteArray());
    }

    private byte[][] message(String topic, boolean isTlv, byte[] payload) {
        return new byte[][] {ZmqHeader.of(topic, isTlv, payload.length, number, source), payload};
    }

    /** The last message has been sent. */
    void sent() {
        number++;
    }

    /** True once in this time, and at first. */
    boolean isHeartbeatDue(long nowNs, long intervalNs) {
        if (hasBeaten && nowNs - heartbeatNs < intervalNs) {
            return false;
        }
        hasBeaten = true;
        heartbeatNs = nowNs;
        return true;
    }

    /** Who exports, and how much so far. */
    byte[][] heartbeat(long recordsSent) {
        String json = "{\"time\":" + System.currentTimeMillis() / 1_000
                + ",\"bytes\":0,\"packets\":0"
                + ",\"iface\":{\"name\":\"ebpflow\",\"speed\":0,\"ip\":\"\"}"
                + ",\"probe\":{\"ip\":\"\",\"public_ip\":\"\",\"version\":\"ebpflow " + version
                + "\",\"osname\":\"Linux\"}"
                + ",\"timeout\":{\"lifetime\":60,\"idle\":30}"
                + ",\"zmq\":{\"num_flow_exports\":" + recordsSent + ",\"num_zmq_exporters\":1}}";
        return message("event", false, json.getBytes(StandardCharsets.UTF_8));
    }
}
