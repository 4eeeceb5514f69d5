// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A request that says how long it is, how long its answer has to be, and how long that is to be held back.
 *
 * <p>Threading: stateless.
 */
public final class Question {

    /** Three numbers; the shortest question. */
    public static final int HEADER_BYTES = 12;

    private static final int CHUNK_BYTES = 8_192;

    private Question() {}

    /** A question as it is sent. */
    public static byte[] of(int requestBytes, int answerBytes, int delayMs) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(requestBytes, HEADER_BYTES));
        return bytes.putInt(bytes.capacity())
                .putInt(answerBytes)
                .putInt(delayMs)
                .array();
    }

    /**
     * Reads a question and answers it.
     *
     * @param times receives when the first byte was read, the last byte read, the answer begun and sent
     * @return false if there is none: the peer has finished
     */
    static boolean answer(InputStream in, OutputStream out, long[] times) throws IOException, InterruptedException {
        byte[] header = new byte[HEADER_BYTES];
        int some = in.read(header);
        times[0] = System.nanoTime();
        if (some < 0) {
            return false;
        }
        if (in.readNBytes(header, some, HEADER_BYTES - some) != HEADER_BYTES - some) {
            throw new EOFException("in a header");
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        skip(in, fields.getInt() - HEADER_BYTES);
        times[1] = System.nanoTime();
        byte[] answer = new byte[fields.getInt()];
        int delayMs = fields.getInt();
        if (delayMs > 0) {
            Thread.sleep(delayMs);
        }
        times[2] = System.nanoTime();
        out.write(answer);
        times[3] = System.nanoTime();
        return true;
    }

    /** Reads so many bytes. */
    public static void skip(InputStream in, int count) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int left = count; left > 0; ) {
            int some = in.read(chunk, 0, Math.min(chunk.length, left));
            if (some < 0) {
                throw new EOFException(left + " of " + count + " bytes are missing");
            }
            left -= some;
        }
    }
}
