// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The first of the two frames of a message, as ntopng 6.2 and later know it by its length of 36 bytes:
 *
 * <pre>
 *    0 topic, padded   16 version 4   17 flags   18 padding
 *   20 size of the second frame, little endian   24 compressed size: 0
 *   28 number of the message, big endian   32 source
 * </pre>
 *
 * The collector counts the gaps in the numbers of a source as messages that were lost.
 *
 * <p>Threading: stateless.
 */
final class ZmqHeader {
    static final int BYTES = 36;

    private static final int VERSION_AT = 16;
    private static final int VERSION = 4;
    private static final int FLAG_TLV = 2;

    private ZmqHeader() {}

    /**
     * Writes a header.
     *
     * @param topic {@code flow} or {@code event}
     * @param isTlv false: JSON
     * @param number from 1, of all topics of this source
     * @param source tells exporters to one collector apart
     */
    static byte[] of(String topic, boolean isTlv, int payloadBytes, int number, int source) {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.put(topic.getBytes(StandardCharsets.US_ASCII));
        header.position(VERSION_AT);
        header.put((byte) VERSION).put((byte) (isTlv ? FLAG_TLV : 0)).putShort((short) 0);
        header.order(ByteOrder.LITTLE_ENDIAN).putInt(payloadBytes).putInt(0);
        header.order(ByteOrder.BIG_ENDIAN).putInt(number).putInt(source);
        return header.array();
    }
}
