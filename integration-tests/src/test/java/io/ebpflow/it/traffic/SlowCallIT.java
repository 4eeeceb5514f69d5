// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Caller;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** One call of many has to wait for its peer: it is reported once, in each of the places where slow calls are. */
class SlowCallIT {

    private static final int DELAY_MS = 601;
    private static final int FAST_CALLS = 23;

    /** Far from the fast calls even on a busy machine. */
    private static final String SLOW = ",slow=500ms";

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";
    private static final String FIRST_LINE =
            TIME + "SLOW (\\d+) ms  \\[main]  127\\.0\\.0\\.1:\\d+ -> 127\\.0\\.0\\.1:";
    private static final String PATH = "  used by Caller\\.call\\(Caller\\.java:\\d+\\)";
    private static final String SECOND_LINE = " {30}peer (\\d+) ms \\(\\d+ %\\) · network \\S+ [um]s"
            + " · jvm pick-up \\S+ [um]s.* · sent 23 B · received 7\\.7 KiB · 0 retransmits";

    @TempDir
    Path directory;

    private ServerSocket peer;

    /** How long the peer kept the slow call, and how long the test had to wait for it: at the least and at the most. */
    private volatile long heldNs;

    private long calledNs;

    @BeforeEach
    void servePeer() throws IOException {
        peer = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::serve, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers each request after the time that it asks for. */
    private void serve() {
        try (Socket socket = peer.accept()) {
            DataInputStream requests = new DataInputStream(socket.getInputStream());
            for (int delayMs = requests.readInt(); ; delayMs = requests.readInt()) {
                requests.readFully(new byte[Caller.REQUEST_BYTES - Integer.BYTES]);
                long receivedNs = System.nanoTime();
                Thread.sleep(delayMs);
                heldNs = delayMs == 0 ? heldNs : System.nanoTime() - receivedNs;
                socket.getOutputStream().write(new byte[Caller.RESPONSE_BYTES]);
            }
        } catch (IOException | InterruptedException e) {
            return; // the caller has closed
        }
    }

    @AfterEach
    void closePeer() throws IOException {
        peer.close();
    }

    /** Fast calls, a slow one, fast ones. */
    private void call(AgentJvm jvm) throws Exception {
        answers(jvm, "open " + peer.getLocalPort());
        for (int i = 0; i < FAST_CALLS; i++) {
            boolean isSlow = i == FAST_CALLS / 2;
            long startNs = System.nanoTime();
            answers(jvm, "call " + (isSlow ? DELAY_MS : 0));
            calledNs = isSlow ? System.nanoTime() - startNs : calledNs;
        }
    }

    /** The call took as long as the peer kept it and no longer than the test waited; most of it was the peer's. */
    private void assertTimes(double totalMs, double peerMs) {
        assertThat(totalMs).isBetween(heldNs / 1e6, calledNs / 1e6);
        assertThat(peerMs).isBetween(totalMs / 2, totalMs);
    }

    /** Text shows whole milliseconds, rounded half up. */
    private void assertTimes(String firstLine, String secondLine) {
        long totalMs = number(FIRST_LINE, firstLine);
        assertThat(totalMs).isBetween(Math.round(heldNs / 1e6), Math.round(calledNs / 1e6));
        assertThat(number(SECOND_LINE, secondLine)).isBetween(totalMs / 2, totalMs);
    }

    /** The first number that a pattern captures, which stands at the beginning or behind a level and a name. */
    private static long number(String pattern, String line) {
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static List<String> answers(AgentJvm jvm, String command) throws Exception {
        jvm.go(command);
        return jvm.awaitPause("done");
    }

    private static List<String> awaitLines(Path file, int count) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
        while (!Files.exists(file) || Files.readAllLines(file).size() < count) {
            assertThat(System.nanoTime()).as("lines in " + file).isLessThan(deadlineNs);
            Thread.sleep(10);
        }
        return Files.readAllLines(file);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void isTwoLinesOfText(Jdk jdk) throws Exception {
        Path file = directory.resolve("flows.txt");
        String options = "flows=notable,format=text,jmx=false,file=" + file + SLOW;
        try (AgentJvm jvm = new AgentJvm(jdk, directory).agent(options).start(Caller.class)) {
            call(jvm);
            awaitLines(file, 2);
            jvm.finish();
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches(FIRST_LINE + peer.getLocalPort() + PATH);
        assertThat(lines.get(1)).matches(SECOND_LINE);
        assertTimes(lines.get(0), lines.get(1));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void isOneJsonObjectAndOneRowAndOneNotification(Jdk jdk) throws Exception {
        try (AgentJvm jvm =
                new AgentJvm(jdk, directory).agent("flows=notable" + SLOW).start(Caller.class)) {
            answers(jvm, "listen");
            call(jvm);
            Map<String, Object> slow = jvm.awaitEvents("slow", 1).get(0);
            assertThat(slow)
                    .containsEntry("event", "slow")
                    .containsEntry("verdict", "peer")
                    .containsEntry("thread", "main")
                    .containsEntry("confidence", "exact")
                    .containsEntry("exchange", 1L + FAST_CALLS / 2)
                    .containsEntry("request_bytes", (long) Caller.REQUEST_BYTES)
                    .containsEntry("response_bytes", (long) Caller.RESPONSE_BYTES)
                    .containsEntry("remote_port", (long) peer.getLocalPort())
                    .doesNotContainKeys("unanswered", "multiplexed", "connect_us");
            long totalUs = (Long) slow.get("total_us");
            assertTimes(totalUs / 1e3, (long) slow.get("peer_us") / 1e3);
            assertThat(List.of("send_us", "network_us", "peer_us", "pickup_us", "transfer_us").stream()
                            .mapToLong(key -> (Long) slow.get(key))
                            .sum())
                    .isEqualTo(totalUs);

            String row = "peer\t" + totalUs + "\t127.0.0.1:" + peer.getLocalPort() + "\tmain";
            assertThat(answers(jvm, "slow Newest")).containsExactly(row);
            assertThat(answers(jvm, "slow Worst")).containsExactly(row);
            assertThat(answers(jvm, "count")).containsExactly("1");
            assertThat(answers(jvm, "notification"))
                    .containsExactly("io.ebpflow.slow\t1\t" + totalUs / 1_000 + " ms to 127.0.0.1:"
                            + peer.getLocalPort() + ", verdict peer, thread main\t" + totalUs);
            assertThat(answers(jvm, "more")).containsExactly("0");
            assertThat(jvm.finish()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void isOneWarningInTheApplicationsLog(Jdk jdk) throws Exception {
        Path log = directory.resolve("application.log");
        Path configuration = directory.resolve("logback.xml");
        Files.writeString(
                configuration,
                "<configuration><appender name='F' class='ch.qos.logback.core.FileAppender'><file>" + log
                        + "</file><encoder><pattern>%level %logger %msg%n</pattern></encoder></appender>"
                        + "<root level='INFO'><appender-ref ref='F'/></root></configuration>");
        try (AgentJvm jvm = new AgentJvm(jdk, directory)
                .agent("flows=connect+exchange,format=text,logging=application" + SLOW)
                .option("-cp", classPath(Caller.class, LoggerFactory.class, LoggerContext.class, Context.class))
                .option("-Dlogback.configurationFile=" + configuration)
                .start(Caller.class)) {
            call(jvm);
            awaitLines(log, 1 + FAST_CALLS + 1);
            jvm.finish();
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("INFO ebpflow.flow "))
                .anyMatch(line -> line.contains(" CONNECT "));
        assertThat(lines).filteredOn(line -> line.contains(" SLOW ")).hasSize(1);
        int slow = 0;
        while (!lines.get(slow).contains(" SLOW ")) {
            slow++;
        }
        assertThat(lines.get(slow)).matches("WARN ebpflow\\.slow " + FIRST_LINE + peer.getLocalPort() + PATH);
        assertThat(lines.get(slow + 1)).matches(SECOND_LINE);
        assertTimes(lines.get(slow), lines.get(slow + 1));
    }

    private static String classPath(Class<?>... types) {
        StringBuilder path = new StringBuilder();
        for (Class<?> type : types) {
            path.append(path.length() == 0 ? "" : ":")
                    .append(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath());
        }
        return path.toString();
    }
}
