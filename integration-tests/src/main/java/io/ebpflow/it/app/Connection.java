// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A TCP connection, whichever of Java's ways it was made in ({@link Style}), used in a blocking manner.
 *
 * <p>Threading: confined to the thread that made it, unless said otherwise.
 */
public abstract class Connection implements Closeable {

    /** Several reads and writes for most of what the tests send, and not a divisor of any prime. */
    private static final int CHUNK_BYTES = 1_500;

    private long connectStartNs;
    private long connectEndNs;

    /** To be called right before connect(). */
    final void connectStarts() {
        connectStartNs = System.nanoTime();
    }

    /** To be called right after it. */
    final void connectEnds() {
        connectEndNs = System.nanoTime();
    }

    /** When connect() was called, as System.nanoTime() says. */
    public final long connectStartNs() {
        return connectStartNs;
    }

    /** When the connection was there for Java: connect(), finishConnect() or the future's get() has returned. */
    public final long connectEndNs() {
        return connectEndNs;
    }

    /** The address of our side. */
    public abstract InetSocketAddress local() throws IOException;

    /** The address of the peer. */
    public abstract InetSocketAddress remote() throws IOException;

    /** Writes some. */
    abstract void write(ByteBuffer bytes) throws IOException;

    /** Reads some; -1 is the end. */
    abstract int read(ByteBuffer bytes) throws IOException;

    /** Ends our side of the conversation: FIN. */
    public abstract void shutdownOutput() throws IOException;

    /** From now on close() is a reset: SO_LINGER 0. */
    public abstract void resetOnClose() throws IOException;

    /** Sends so many bytes, all of this value. */
    public final void send(int count, int value) throws IOException {
        byte[] bytes = new byte[Math.min(count, CHUNK_BYTES)];
        Arrays.fill(bytes, (byte) value);
        for (int sent = 0; sent < count; ) {
            ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, count - sent));
            sent += chunk.remaining();
            while (chunk.hasRemaining()) {
                write(chunk);
            }
        }
    }

    /**
     * Receives exactly so many bytes.
     *
     * @return the last one
     * @throws EOFException if there are fewer
     */
    public final int receive(int count) throws IOException {
        byte[] bytes = new byte[Math.min(count, CHUNK_BYTES)];
        int last = -1;
        for (int received = 0; received < count; ) {
            ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, count - received));
            int some = read(chunk);
            if (some < 0) {
                throw new EOFException("after " + received + " of " + count + " bytes");
            }
            received += some;
            last = some > 0 ? bytes[some - 1] : last;
        }
        return last;
    }

    /** Reads to the end of the stream; returns how much came. */
    public final int receiveToEnd() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        int count = 0;
        for (int some = read(chunk); some >= 0; some = read(chunk)) {
            count += some;
            chunk.clear();
        }
        return count;
    }
}
