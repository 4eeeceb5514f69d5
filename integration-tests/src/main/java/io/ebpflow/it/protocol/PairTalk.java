// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@code PORT LIMIT PACE COUNT}: as {@link PlainTalk}, but whoever asks sends, and a thread of the connection's own waits for the
 * answers: as clients of message brokers and directories do it.
 *
 * <p>Threading: main or Pace's threads send, one at a time; another one receives.
 */
public final class PairTalk {

    /** Of an answer of two lines. */
    private static final int LINES = 2;

    private final Socket socket;
    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();

    private PairTalk(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            PairTalk talk = new PairTalk(Integer.parseInt(words[0]));
            talk.socket.setSoTimeout(Integer.parseInt(words[1]));
            Thread reader = new Thread(talk::read, "pair-reader");
            reader.start();
            Pace.run(words[2], Integer.parseInt(words[3]), index -> talk.get(Pace.delayMs(index)));
            talk.socket.close();
            reader.join();
        }
    }

    private synchronized CompletableFuture<?> get(int delayMs) {
        String key = RespServer.KEY + delayMs;
        CompletableFuture<Void> answer = new CompletableFuture<>();
        asked.add(answer);
        String text = "*2\r\n$3\r\nGET\r\n$" + key.length() + "\r\n" + key + "\r\n";
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private void read() {
        byte[] bytes = new byte[1_024];
        int lines = 0;
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                for (int i = 0; i < count; i++) {
                    if (bytes[i] == '\n' && ++lines % LINES == 0) {
                        asked.remove().complete(null);
                    }
                }
            }
        } catch (SocketException e) {
            // closed
        } catch (IOException e) {
            Gate.report("failed", e);
        }
    }
}
