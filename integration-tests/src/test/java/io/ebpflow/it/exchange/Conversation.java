// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.app.Connection;
import io.ebpflow.it.app.Listener;
import io.ebpflow.it.app.Script;
import io.ebpflow.it.app.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A connection whose both ends the test holds: ours is called {@code c} in a JVM that is told each step, the other end is
 * in the test itself, which no agent watches.
 *
 * <p>Threading: confined to the test.
 */
final class Conversation implements AutoCloseable {

    private final Commanded jvm;
    private final Listener listener;
    private Connection peer;
    private long localPort;
    private long answerNs;

    Conversation(AgentJvm prepared) throws Exception {
        jvm = new Commanded(prepared, Script.class);
        listener = Style.SOCKET.listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    /** Connects; the end in the test is {@link #peer}. */
    Conversation connect(Style style) throws Exception {
        localPort = Long.parseLong(ok("main-thread connect c " + style + " 127.0.0.1 "
                + listener.local().getPort() + " 0"));
        peer = listener.accept();
        return this;
    }

    Connection peer() {
        return peer;
    }

    Commanded jvm() {
        return jvm;
    }

    /** A step that works; returns what it answers. */
    String ok(String step) throws Exception {
        String[] words = jvm.call(step).get(0).split("\t", 4);
        assertThat(words[0]).as(step + ": " + List.of(words)).isEqualTo("ok");
        return words[3];
    }

    /** When a step that works began and ended, by the clock that all JVMs of a host share. */
    long[] times(String step) throws Exception {
        String[] words = jvm.call(step).get(0).split("\t", 4);
        assertThat(words[0]).as(step + ": " + List.of(words)).isEqualTo("ok");
        return new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])};
    }

    /** A step that fails. */
    void fails(String step) throws Exception {
        assertThat(jvm.call(step).get(0)).startsWith("failed");
    }

    /** Begins a step; the thread's {@code join} answers for it. */
    void begin(String step) throws Exception {
        jvm.call("&" + step);
    }

    /** The other end gets a question, and gives an answer after this time. */
    void answer(int requestBytes, int responseBytes, int delayMs) throws Exception {
        peer.receive(requestBytes);
        Thread.sleep(delayMs);
        answerNs = System.nanoTime();
        peer.send(responseBytes, 1);
    }

    /** When the last answer was about to be sent. */
    long answerNs() {
        return answerNs;
    }

    /** The exchanges that were shown so far. */
    List<Map<String, Object>> exchanges() {
        return Exchanges.from(jvm.jvm().events(), localPort);
    }

    /** Ends both ends and the JVM; answers the exchanges. */
    List<Map<String, Object>> finish() throws Exception {
        ok("main-thread close c");
        peer.close();
        jvm.finish();
        return exchanges();
    }

    @Override
    public void close() throws IOException {
        jvm.close();
        listener.close();
    }
}
