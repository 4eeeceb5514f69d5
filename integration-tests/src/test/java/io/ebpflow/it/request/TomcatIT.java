// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Servlets;
import jakarta.annotation.PostConstruct;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real Tomcat: a request is named by the pattern that it was found by; and what is named by hand. */
class TomcatIT {

    private static final int LIMIT_SECONDS = 60;

    @TempDir
    Path directory;

    private ServerSocket peer;
    private volatile Socket caller;
    private int port;

    @BeforeEach
    void servePeer() throws Exception {
        peer = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::answer, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void closePeer() throws Exception {
        peer.close();
    }

    /** One byte for each call: calls are made one after the other, and come in one piece. */
    private void answer() {
        try (Socket socket = peer.accept()) {
            caller = socket;
            byte[] buffer = new byte[101];
            while (socket.getInputStream().read(buffer) > 0) {
                socket.getOutputStream().write(1);
            }
        } catch (java.io.IOException e) {
            return; // the caller has gone
        }
    }

    private AgentJvm start(Jdk jdk) throws Exception {
        String classPath =
                String.join(":", List.of(path(Servlets.class), path(Tomcat.class), path(PostConstruct.class)));
        AgentJvm jvm = new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m,methods=" + Servlets.class.getName() + "#job")
                .option("-cp", classPath, "-Xmx256m")
                .start(Servlets.class);
        jvm.go("serve " + peer.getLocalPort());
        port = Integer.parseInt(jvm.awaitPause("done").get(0));
        return jvm;
    }

    private static String path(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private void get(String path, int bytes) throws Exception {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setRequestProperty(Servlets.BYTES, Integer.toString(bytes));
        assertThat(connection.getResponseCode()).isEqualTo(200);
        connection.disconnect();
    }

    /**
     * By its size, in which no two calls of a test are the same. Hangs up before, with a reset: so the last one is over, which
     * else were open for some seconds.
     */
    private Map<Object, Map<String, Object>> calls(AgentJvm jvm, int count) throws Exception {
        caller.setSoLinger(true, 0);
        caller.close();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (calls(jvm).size() < count && System.nanoTime() < deadlineNs) {
            Thread.sleep(100);
        }
        assertThat(calls(jvm)).hasSize(count);
        return calls(jvm);
    }

    private Map<Object, Map<String, Object>> calls(AgentJvm jvm) {
        return jvm.events().stream()
                .filter(event -> event.get("remote_port").equals((long) peer.getLocalPort()))
                .collect(Collectors.toMap(event -> event.get("request_bytes"), event -> event));
    }

    private static void run(AgentJvm jvm, String command) throws Exception {
        jvm.go(command);
        jvm.awaitPause("done");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void requestsAreNamedByTheirPattern(Jdk jdk) throws Exception {
        try (AgentJvm jvm = start(jdk)) {
            get("/shop/exact?card=4711", 1);
            get("/shop/orders/17?card=4711", 2);
            get("/shop/x/report.do", 3);
            get("/shop/x/17", 4);
            get("/shop/async", 5);
            get("/sho%70;v=1/orders/17;v=1", 6);
            Map<Object, Map<String, Object>> calls = calls(jvm, 6);

            assertThat(calls.get(1L))
                    .containsEntry("context", "GET /shop/exact")
                    .containsEntry("context_kind", "http");
            assertThat(calls.get(2L)).containsEntry("context", "GET /shop/orders/*");
            assertThat(calls.get(3L)).containsEntry("context", "GET /shop/*.do");
            assertThat(calls.get(4L)).containsEntry("context", "GET /shop/");
            assertThat(calls.get(5L))
                    .as("in another thread")
                    .containsEntry("context", "GET /shop/async")
                    .containsEntry("confidence", "inherited");
            assertThat(calls.get(6L)).containsEntry("context", "GET /shop/orders/*");
            assertThat(jvm.events().toString()).doesNotContain("card=");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void methodsNameWhatIsDoneInThemAndLeaveNothingBehind(Jdk jdk) throws Exception {
        try (AgentJvm jvm = start(jdk)) {
            run(jvm, "job 11");
            run(jvm, "fail 12");
            Map<Object, Map<String, Object>> calls = calls(jvm, 2);
            assertThat(calls.get(11L))
                    .containsEntry("context", Servlets.class.getName() + ".job")
                    .containsEntry("context_kind", "custom");
            assertThat(calls.get(12L)).doesNotContainKeys("context", "context_id");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void requestsAreServedAfterUninstall(Jdk jdk) throws Exception {
        try (AgentJvm jvm = start(jdk)) {
            get("/shop/exact", 21);
            run(jvm, "uninstall");
            get("/shop/orders/17", 22);
            run(jvm, "job 23");
            run(jvm, "fail 24");
            assertThat(calls(jvm)).doesNotContainKeys(22L, 23L, 24L);
            assertThat(jvm.err()).noneMatch(line -> line.contains("not removed") || line.contains("Exception"));
        }
    }
}
