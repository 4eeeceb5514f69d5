// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.app.Talk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@link Talk} in a JVM under the agent, and what its events must be. */
final class Talker implements AutoCloseable {

    private static final int POLL_MS = 100;

    private static final String THREADS = "a-thread-with-a-long-name-";

    private final AgentJvm jvm;

    Talker(AgentJvm prepared) throws Exception {
        jvm = prepared.start(Talk.class);
    }

    AgentJvm jvm() {
        return jvm;
    }

    private List<String> call(String command) throws Exception {
        jvm.go(command);
        return jvm.awaitPause("done");
    }

    /** Answers one number. */
    long number(String command) throws Exception {
        return Long.parseLong(call(command).get(0));
    }

    int serve() throws Exception {
        return (int) number("serve 127.0.0.1");
    }

    /** Talks; answers what each thread reported: by local port its name and tid. */
    Map<Long, String[]> talk(int port, int count) throws Exception {
        Map<Long, String[]> witnesses = new HashMap<>();
        for (String line : call("talk 127.0.0.1 " + port + " " + THREADS + " " + count)) {
            String[] words = line.split("\t");
            witnesses.put(Long.parseLong(words[4]), new String[] {words[0], words[3]});
        }
        assertThat(witnesses).hasSize(count);
        return witnesses;
    }

    /** Makes many connections; answers how many were connected and accepted. */
    String burst(int threads, int perThread) throws Exception {
        return call("burst " + threads + " " + perThread).get(0);
    }

    /** Makes connections that have begun to close. */
    void hold(int count) throws Exception {
        call("hold " + count);
    }

    /** Closes them. */
    void release() throws Exception {
        call("release");
    }

    /** Waits until the agent lists no TCP flow any more. */
    void awaitNoFlow() throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
        while (number("live") != 0) {
            assertThat(System.nanoTime()).as("there are still flows").isLessThan(deadlineNs);
            Thread.sleep(POLL_MS);
        }
    }

    /** How many events of a type the agent has counted as lost so far, as JMX shows it. */
    long lost(String event) throws Exception {
        return number("lost " + event);
    }

    /** Talks to itself and finds everything in the events: that flows are seen, and by whom, in full. */
    void assertSeesItself(int count) throws Exception {
        assertSeesItself(count, jvm.process().pid());
    }

    void assertSeesItself(int count, long pid) throws Exception {
        int port = serve();
        Map<Long, String[]> witnesses = talk(port, count);
        List<Map<String, Object>> events = jvm.nextEvents(1 + 4 * count);

        assertThat(events).allSatisfy(event -> assertThat(event).containsEntry("pid", pid));
        assertThat(of(events, "listen")).hasSize(1);
        assertThat(of(events, "accept"))
                .hasSize(count)
                .allSatisfy(event -> assertThat(event)
                        .containsEntry("thread", Talk.SERVER)
                        .containsEntry("confidence", "exact")
                        .containsKey("accept_wait_us"));
        assertThat(of(events, "close")).hasSize(2 * count);
        List<Map<String, Object>> connects = of(events, "connect");
        assertThat(connects).hasSize(count).allSatisfy(connect -> {
            String[] witness = witnesses.get(connect.get("local_port"));
            assertThat(connect)
                    .containsEntry("thread", witness[0])
                    .containsEntry("tid", Long.parseLong(witness[1]))
                    .containsEntry("confidence", "exact");
            int index = Integer.parseInt(witness[0].substring(THREADS.length()));
            assertThat(events)
                    .filteredOn(event -> "close".equals(event.get("event")))
                    .filteredOn(event -> connect.get("flow_id").equals(event.get("flow_id")))
                    .singleElement()
                    .satisfies(close -> assertThat(close)
                            .containsEntry("bytes_sent", (long) Talk.bytes(index))
                            .containsEntry("bytes_received", (long) Talk.bytes(index)));
        });
    }

    /** Those of a type. */
    static List<Map<String, Object>> of(List<Map<String, Object>> events, String type) {
        return events.stream().filter(event -> type.equals(event.get("event"))).collect(Collectors.toList());
    }

    /** Ends it; every event must have been asked for. */
    void finish() throws Exception {
        assertThat(jvm.finish()).isEmpty();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
