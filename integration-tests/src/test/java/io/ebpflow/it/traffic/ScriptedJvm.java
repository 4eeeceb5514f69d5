// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.app.Script;
import java.util.List;
import java.util.Map;

/**
 * A JVM that does with sockets what the test says, and in which thread.
 *
 * <p>Threading: confined to the test.
 */
final class ScriptedJvm implements AutoCloseable {

    private final AgentJvm jvm;

    /** Starts it. */
    ScriptedJvm(AgentJvm prepared) throws Exception {
        jvm = prepared.start(Script.class);
    }

    AgentJvm jvm() {
        return jvm;
    }

    /** A step that works; returns what it answers. */
    String ok(String command) throws Exception {
        Answer answer = call(command);
        assertThat(answer.isOk).as(command + ": " + answer.text).isTrue();
        return answer.text;
    }

    /** {@link #ok} for a number. */
    int number(String command) throws Exception {
        return Integer.parseInt(ok(command));
    }

    /** A step that fails. */
    Answer failed(String command) throws Exception {
        Answer answer = call(command);
        assertThat(answer.isOk).as(command + ": " + answer.text).isFalse();
        return answer;
    }

    /** Begins a step; the thread's {@code join} answers for it. */
    void begin(String command) throws Exception {
        jvm.go("&" + command);
        jvm.awaitPause("done");
    }

    private Answer call(String command) throws Exception {
        jvm.go(command);
        return new Answer(jvm.awaitPause("done").get(0));
    }

    /** The next events that nobody has asked for. */
    List<Map<String, Object>> nextEvents(int count) throws InterruptedException {
        return jvm.nextEvents(count);
    }

    /** Ends it; every event must have been asked for. */
    void finish() throws Exception {
        assertThat(jvm.finish()).isEmpty();
    }

    @Override
    public void close() {
        jvm.close();
    }

    /**
     * What a step came to.
     *
     * <p>Threading: immutable.
     */
    static final class Answer {
        final boolean isOk;
        final long durationNs;
        final String text;

        private Answer(String line) {
            String[] words = line.split("\t", 4);
            isOk = words[0].equals("ok");
            durationNs = Long.parseLong(words[2]) - Long.parseLong(words[1]);
            text = words[3];
        }
    }
}
