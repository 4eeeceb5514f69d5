// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@code PORT PACE COUNT}: commands of the Redis protocol over one connection, none of which waits for the answer to another
 * one, by a client that nobody has a hook for. See {@link Pace}.
 *
 * <p>Threading: main reads the commands, an event loop sends and receives.
 */
public final class PlainTalk {

    /** Of an answer of two lines. */
    private static final int LINES = 2;

    private final SocketChannel channel;
    private final Selector selector = Selector.open();
    private final Queue<ByteBuffer> unsent = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean isOver;

    private PlainTalk(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            PlainTalk talk = new PlainTalk(Integer.parseInt(words[0]));
            Thread loop = new Thread(talk::run, "plain-loop");
            loop.start();
            Pace.run(words[1], Integer.parseInt(words[2]), index -> talk.get(Pace.delayMs(index)));
            talk.isOver = true;
            talk.selector.wakeup();
            loop.join();
        }
    }

    private synchronized CompletableFuture<?> get(int delayMs) {
        String key = RespServer.KEY + delayMs;
        CompletableFuture<Void> answer = new CompletableFuture<>();
        asked.add(answer);
        String text = "*2\r\n$3\r\nGET\r\n$" + key.length() + "\r\n" + key + "\r\n";
        unsent.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        selector.wakeup();
        return answer;
    }

    private void run() {
        ByteBuffer in = ByteBuffer.allocate(1_024);
        int lines = 0;
        try (channel;
                selector) {
            while (selector.select() >= 0 && !isOver) {
                selector.selectedKeys().clear();
                for (ByteBuffer next = unsent.poll(); next != null; next = unsent.poll()) {
                    channel.write(next);
                }
                while (channel.read(in.clear()) > 0) {
                    in.flip();
                    while (in.hasRemaining()) {
                        if (in.get() == '\n' && ++lines % LINES == 0) {
                            asked.remove().complete(null);
                        }
                    }
                }
            }
        } catch (IOException e) {
            Gate.report("failed", e);
        }
    }
}
