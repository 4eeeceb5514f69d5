// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Names;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code type=Requests}: how many there were, and how long they waited for which of two peers, whose delays are known. */
class RequestsBeanIT {

    private static final String WORK = "io.ebpflow.it.app.Names.call";
    private static final int FAST_MS = 7;
    private static final int SLOW_MS = 41;

    @TempDir
    Path directory;

    /** A peer that answers each request so long after it came. */
    private static ServerSocket peer(int delayMs) throws IOException {
        ServerSocket peer = new ServerSocket(0, 101, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(
                () -> {
                    while (!peer.isClosed()) {
                        try (Socket socket = peer.accept()) {
                            socket.getInputStream().readNBytes(Names.REQUEST_BYTES);
                            Thread.sleep(delayMs);
                            socket.getOutputStream().write(new byte[Names.RESPONSE_BYTES]);
                            socket.getInputStream().read();
                        } catch (IOException | InterruptedException e) {
                            continue; // closed
                        }
                    }
                },
                "peer");
        thread.setDaemon(true);
        thread.start();
        return peer;
    }

    private static List<String> answers(AgentJvm jvm, String command) throws Exception {
        jvm.go(command);
        return jvm.awaitPause("done");
    }

    /** @return how long the application waited for the last of so many calls, as a sum, in microseconds */
    private static long call(AgentJvm jvm, int count, ServerSocket peer, String kind) throws Exception {
        long sumNs = 0;
        for (int i = 0; i < count; i++) {
            List<String> answer = answers(jvm, "call 127.0.0.1 " + peer.getLocalPort() + " " + kind);
            sumNs += Long.parseLong(answer.get(0).split("\t")[1]);
        }
        return sumNs / 1_000;
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void tellsHowManyThereWereAndWhomTheyWaitedFor(Jdk jdk) throws Exception {
        String kind = jdk.release() >= 21 ? "virtual" : "platform";
        try (ServerSocket fast = peer(FAST_MS);
                ServerSocket slow = peer(SLOW_MS);
                AgentJvm jvm = new AgentJvm(jdk, directory)
                        .agent("methods=" + WORK.replace(".call", "#call"))
                        .start(Names.class)) {
            long fastUs = call(jvm, 23, fast, kind);
            long slowUs = call(jvm, 11, slow, kind);
            jvm.awaitEvents("exchange", 34);

            List<String> waits =
                    answers(jvm, "requests Waits Endpoint,Request,Kind,CallCount,UnansweredCount,WaitUs,CallP50Us");
            assertThat(waits).hasSize(2);
            assertWaited(waits, fast, 23, FAST_MS, fastUs);
            assertWaited(waits, slow, 11, SLOW_MS, slowUs);

            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
            List<String> requests = List.of();
            while (!requests.equals(List.of(WORK + "\tcustom\t34\t34\t34"))) {
                assertThat(System.nanoTime()).as("%s", requests).isLessThan(deadlineNs);
                requests = answers(jvm, "requests Requests Request,Kind,Count,CallCount,ExchangeCount");
            }
            jvm.finish();
        }
    }

    private static void assertWaited(List<String> waits, ServerSocket peer, int count, int delayMs, long mostUs) {
        String endpoint = "127.0.0.1:" + peer.getLocalPort() + "\t";
        assertThat(waits)
                .filteredOn(line -> line.startsWith(endpoint))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line).startsWith(endpoint + WORK + "\tcustom\t" + count + "\t0\t");
                    String[] words = line.split("\t");
                    assertThat(Long.parseLong(words[5])).isBetween(count * delayMs * 1_000L, mostUs);
                    assertThat(Long.parseLong(words[6])).isGreaterThanOrEqualTo(delayMs * 1_000L);
                });
    }
}
