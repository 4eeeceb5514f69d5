// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.net.Errno;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Asks a program of this machine over its unix socket, with the C library: the JDK has such sockets since 16 only, and its
 * classes carry our own hooks. Not the internet's sockets: the kernel programs do not see it.
 *
 * <p>Threading: immutable; a call waits, a few seconds at most.
 */
final class UnixHttp {
    /** Docker's list of a thousand containers has two megabytes. */
    private static final int MAX_BYTES = 16 << 20;

    private static final int CHUNK_BYTES = 16_384;
    private static final long WAIT_NS = 2_000_000;
    private static final int SOCK_STREAM = 1;

    /** {@code struct sockaddr_un}: a family of two bytes, then the path with its NUL. */
    private static final int ADDRESS_BYTES = 110;

    private final long limitNs;
    private final BooleanSupplier isStopping;

    /**
     * @param limitNs how long an answer may take
     * @param isStopping whether to give up at once
     */
    UnixHttp(long limitNs, BooleanSupplier isStopping) {
        this.limitNs = limitNs;
        this.isStopping = isStopping;
    }

    /**
     * @param socket path
     * @param target of the request, ASCII
     * @throws IOException if there is no complete answer in time
     */
    HttpAnswer get(String socket, String target) throws IOException {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        if (path.length > ADDRESS_BYTES - 3) {
            throw new IOException("a socket's path has 107 bytes at most");
        }
        long deadlineNs = System.nanoTime() + limitNs;
        int fd = LibC.socket(LibC.AF_UNIX, SOCK_STREAM | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, 0);
        if (fd < 0) {
            throw new IOException("socket: " + Errno.nameOf(LibC.errno()));
        }
        try {
            byte[] address = new byte[ADDRESS_BYTES];
            address[0] = LibC.AF_UNIX;
            System.arraycopy(path, 0, address, 2, path.length);
            while (LibC.connect(fd, address, 2 + path.length + 1) != 0) {
                awaitOrFail("connect", deadlineNs); // EAGAIN: its queue is full
            }
            send(fd, target, deadlineNs);
            return HttpAnswer.of(receive(fd, deadlineNs));
        } finally {
            LibC.close(fd);
        }
    }

    private void send(int fd, String target, long deadlineNs) throws IOException {
        byte[] request = ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ebpflow\r\n"
                        + "Accept: application/json\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        // An empty buffer of a new socket takes so little at once.
        while (LibC.send(fd, request, request.length, LibC.MSG_DONTWAIT | LibC.MSG_NOSIGNAL) != request.length) {
            awaitOrFail("send", deadlineNs);
        }
    }

    private byte[] receive(int fd, long deadlineNs) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        while (answer.size() < MAX_BYTES) {
            long bytes = LibC.recv(fd, chunk, chunk.length, LibC.MSG_DONTWAIT);
            if (bytes == 0) {
                return answer.toByteArray();
            }
            if (bytes < 0) {
                awaitOrFail("recv", deadlineNs);
            } else {
                answer.write(chunk, 0, (int) bytes);
            }
        }
        throw new IOException("the answer is too long");
    }

    private void awaitOrFail(String call, long deadlineNs) throws IOException {
        int error = LibC.errno();
        if (error != Errno.EAGAIN && error != Errno.EINTR) {
            throw new IOException(call + ": " + Errno.nameOf(error));
        }
        if (System.nanoTime() >= deadlineNs || isStopping.getAsBoolean()) {
            throw new IOException("no answer in time");
        }
        LockSupport.parkNanos(WAIT_NS);
    }
}
