// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.kernel.libc.LibC;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A program that listens on a unix socket and answers each connection once, in pieces of a few bytes. */
final class FakeRuntime implements Closeable {
    private static final int PIECE_BYTES = 7;

    private final Path socket;
    private final int fd;
    private final Thread thread;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** @param answers all bytes to a request; null: none, and the connection stays open until the end */
    FakeRuntime(Path socket, Function<String, String> answers) {
        this.socket = socket;
        byte[] path = socket.toString().getBytes(StandardCharsets.UTF_8);
        byte[] address = new byte[110];
        address[0] = LibC.AF_UNIX;
        System.arraycopy(path, 0, address, 2, path.length);
        fd = LibC.socket(LibC.AF_UNIX, 1 | LibC.SOCK_CLOEXEC, 0);
        assertThat(LibC.bind(fd, address, address.length)).isZero();
        assertThat(LibC.listen(fd, 8)).isZero();
        thread = new Thread(() -> serve(answers), "fake-runtime");
        thread.start();
    }

    private void serve(Function<String, String> answers) {
        List<Integer> open = new ArrayList<>();
        for (int peer = LibC.accept4(fd, null, null, 0); peer >= 0; peer = LibC.accept4(fd, null, null, 0)) {
            StringBuilder request = new StringBuilder();
            byte[] bytes = new byte[1_024];
            long count = 1;
            while (count > 0 && request.indexOf("\r\n\r\n") < 0) {
                count = LibC.recv(peer, bytes, bytes.length, 0);
                request.append(new String(bytes, 0, (int) Math.max(count, 0), StandardCharsets.US_ASCII));
            }
            requests.add(request.toString());
            String answer = answers.apply(request.toString());
            if (answer == null) {
                open.add(peer);
                continue;
            }
            byte[] all = answer.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < all.length; i += PIECE_BYTES) {
                byte[] piece = java.util.Arrays.copyOfRange(all, i, Math.min(i + PIECE_BYTES, all.length));
                LibC.send(peer, piece, piece.length, LibC.MSG_NOSIGNAL);
            }
            LibC.close(peer);
        }
        open.forEach(LibC::close);
    }

    String path() {
        return socket.toString();
    }

    List<String> requests() {
        return requests;
    }

    /** As Docker's engine answers: in chunks, of which it makes one for each write, with the fields of one of its answers. */
    static String chunked(int status, String body) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " OK\r\nApi-Version: 1.43\r\n"
                + "Content-Type: application/json\r\nDocker-Experimental: false\r\nOstype: linux\r\n"
                + "Server: Docker/24.0.7 (linux)\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < body.length(); i += 61) {
            String chunk = body.substring(i, Math.min(i + 61, body.length()));
            int bytes = chunk.getBytes(StandardCharsets.UTF_8).length;
            answer.append(Integer.toHexString(bytes))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return answer.append("0\r\n\r\n").toString();
    }

    @Override
    public void close() {
        LibC.shutdown(fd, 2);
        LibC.close(fd);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
