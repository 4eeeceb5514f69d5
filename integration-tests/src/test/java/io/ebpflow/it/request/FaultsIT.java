// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ebpflow.api.Ebpflow;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.GrpcCalls;
import io.ebpflow.it.app.Handovers;
import io.ebpflow.it.app.JmsCalls;
import io.ebpflow.it.app.Jobs;
import io.ebpflow.it.app.KafkaCalls;
import io.ebpflow.it.app.LibraryCalls;
import io.ebpflow.it.app.Names;
import io.ebpflow.it.app.Responder;
import io.ebpflow.it.app.Scopes;
import io.ebpflow.it.app.Script;
import io.ebpflow.it.app.Subscribers;
import io.ebpflow.it.app.Traced;
import io.ebpflow.it.app.WebCalls;
import io.ebpflow.it.protocol.Http1Server;
import io.ebpflow.it.protocol.Http1Talk;
import io.ebpflow.it.server.NettyShop;
import io.ebpflow.it.server.WebFluxShop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails in a hook, the application does not notice: every method that advice calls fails at every other call. */
class FaultsIT {

    private static final int REQUESTS = 601;

    private static final Set<String> FAILED = new TreeSet<>();

    /** Nothing here makes a library call these: HTTP/2 of OkHttp and the JDK, sub-resources of Jersey, a full executor. */
    private static final Set<String> NOT_DRIVEN = Set.of(
            "Connections.multiplexed (Ljava/net/Socket;)V",
            "Routes.join (Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
            "Tasks.labelled (Ljava/lang/Object;)V",
            "Tasks.rejected (Ljava/lang/Object;)V");

    @TempDir
    static Path shared;

    private static FaultyJar faulty;

    @TempDir
    Path directory;

    @BeforeAll
    static void spoil() throws Exception {
        faulty = new FaultyJar(shared.resolve("faulty.jar"));
    }

    /** An injected fault that no application has met shows nothing. */
    @AfterAll
    static void everyMethodHasFailed() {
        Set<String> never = new TreeSet<>();
        for (String method : faulty.methods()) {
            if (!FAILED.contains(method)) {
                never.add(method.substring(method.lastIndexOf('/', method.indexOf('.')) + 1));
            }
        }
        assertThat(NOT_DRIVEN).containsAll(never);
    }

    private FaultyRun started(Jdk jdk, String classPath, Class<?> main, String... options) throws Exception {
        return new FaultyRun(jdk, directory, faulty, classPath, main, options);
    }

    /** All libraries of the tests, and of the agent what an application may have. */
    private static String libraries() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                        .filter(entry -> !entry.contains("/agent/") && !entry.contains("io/ebpflow/ebpflow-"))
                        .collect(Collectors.joining(":"))
                + ":"
                + Ebpflow.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("io.ebpflow.it.request.Server#each")
    void allRequestsAreServed(Server server, Jdk jdk) throws Exception {
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run = started(jdk, server.classPath(directory), server.main())) {
            int port = Integer.parseInt(run.run("serve " + peer.port()).get(0));
            ShopLoad.oneAfterTheOther(port);
            ShopLoad.manyAtOnce(port, REQUESTS);
            run.run("leave");
            FAILED.addAll(run.end());
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allRequestsOfNettyAreServed(Jdk jdk) throws Exception {
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run =
                        started(jdk, Server.classPath("netty-4.1"), NettyShop.class, "-Dio.netty.noUnsafe=true")) {
            NettyIT.askManyAtOnce(
                    Integer.parseInt(run.run("serve " + peer.port()).get(0)));
            run.run("alone 7001");
            run.run("leave");
            FAILED.addAll(run.end());
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allRoutesAreServed(Jdk jdk) throws Exception {
        String servlets = Server.GRIZZLY_4_0.classPath(directory, "spring-6.2", "jersey-3.1");
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run = started(jdk, servlets, Server.GRIZZLY_4_0.main())) {
            assertAllAreServed(
                    run.run("serve " + peer.port() + " Spring Jersey"),
                    "/shop/exact",
                    "/shop/orders/17",
                    "/shop/forward",
                    "/shop/spring/orders/17",
                    "/shop/jersey/orders/17");
            run.run("leave");
            FAILED.addAll(run.end());
        }
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run = started(jdk, Server.classPath("webflux-6.2"), WebFluxShop.class)) {
            assertAllAreServed(run.run("serve " + peer.port() + " "), "/orders/17", "/functions/17");
            run.run("leave");
            FAILED.addAll(run.end());
        }
    }

    private static void assertAllAreServed(List<String> ports, String... paths) throws Exception {
        try (Browser browser = new Browser(Integer.parseInt(ports.get(0)))) {
            for (int i = 0; i < 13; i++) {
                for (String path : paths) {
                    assertThat(browser.get(path, 11)).as(path).isEqualTo(200);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allTracedRequestsAreServed(Jdk jdk) throws Exception {
        try (CalledPeer peer = new CalledPeer();
                FaultyRun run = started(jdk, libraries(), Traced.class)) {
            for (String port : run.run("serve " + peer.port())) {
                for (int i = 0; i < 31; i++) {
                    URLConnection request = URI.create("http://127.0.0.1:" + port + "/traced")
                            .toURL()
                            .openConnection();
                    request.setRequestProperty(Traced.BYTES, "11");
                    request.setRequestProperty(
                            Traced.HOW, List.of("span", "mdc", "log4j").get(i % 3));
                    assertThat(request.getInputStream().readAllBytes()).isNotEmpty();
                }
            }
            FAILED.addAll(run.end());
        }
    }

    /** Each command is done when all that it has asked libraries for has come. */
    private void assertAllIsDone(Jdk jdk, Class<?> main, String... commands) throws Exception {
        try (FaultyRun run = started(jdk, libraries(), main)) {
            for (String command : commands) {
                run.run(command);
            }
            FAILED.addAll(run.end());
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allWorkIsDone(Jdk jdk) throws Exception {
        try (CalledPeer peer = new CalledPeer()) {
            assertAllIsDone(jdk, GrpcCalls.class, "connect " + peer.port(), "netty 10", "inprocess 20");
        }
        try (CalledPeer peer = new CalledPeer()) {
            assertAllIsDone(jdk, Jobs.class, "connect " + peer.port(), "timer 11", "spring 21", "quartz 31");
        }
        try (CalledPeer peer = new CalledPeer()) {
            assertAllIsDone(jdk, Scopes.class, "peer " + peer.port(), "job 11", "nested 21", "disorder 31", "job 12");
        }
        try (CalledPeer peer = new CalledPeer()) {
            assertAllIsDone(
                    jdk,
                    Subscribers.class,
                    "peer " + peer.port(),
                    "exchanges",
                    "filters",
                    "chatty",
                    "calls 7",
                    "close");
        }
        try (CalledPeer peer = new CalledPeer();
                KafkaBroker broker = new KafkaBroker(Files.createDirectory(directory.resolve("broker")))) {
            assertAllIsDone(
                    jdk,
                    KafkaCalls.class,
                    "connect " + peer.port(),
                    "broker " + broker.port(),
                    "all 1",
                    "break 11",
                    "topic 21",
                    "handed 31");
        }
    }

    /** The broker's threads and Spring's do not end by themselves, with an agent or without. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allMessagesArrive(Jdk jdk) throws Exception {
        try (CalledPeer peer = new CalledPeer();
                FaultyRun run = started(jdk, libraries(), JmsCalls.class)) {
            for (String command : List.of("connect " + peer.port(), "listen 11", "spring 21")) {
                run.run(command);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allNamesAndDatagramsArrive(Jdk jdk) throws Exception {
        String lookup = "lookup localhost platform";
        assertAllIsDone(jdk, Names.class, lookup, lookup, lookup, lookup);
        try (FaultyRun run = started(jdk, libraries(), Script.class)) {
            for (String style : List.of("socket", "channel")) {
                String one = "main udp " + style + " ";
                String other = "main udp other-" + style + " ";
                String port = last(run.run(one + "open " + style + " 127.0.0.1"));
                last(run.run(other + "open " + style + " 127.0.0.1"));
                for (int i = 0; i < 31; i++) {
                    last(run.run(other + "sendTo 11 127.0.0.1 " + port));
                    assertThat(run.run(one + "receiveFrom").get(0)).contains("\t11\t");
                }
            }
            FAILED.addAll(run.end());
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allConnectionsAreAccepted(Jdk jdk) throws Exception {
        try (FaultyRun run = started(jdk, libraries(), Responder.class)) {
            int port = Integer.parseInt(run.run("serve 127.0.0.1 0 0").get(0));
            for (int i = 0; i < 31; i++) {
                try (Socket caller = new Socket("127.0.0.1", port)) {
                    caller.shutdownOutput();
                    assertThat(caller.getInputStream().read())
                            .as("hung up by who accepted it")
                            .isEqualTo(-1);
                }
            }
            FAILED.addAll(run.end());
        }
    }

    private static String last(List<String> answer) {
        String[] words = answer.get(0).split("\t");
        assertThat(words[0]).isEqualTo("ok");
        return words[words.length - 1];
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allClientsAreAnswered(Jdk jdk) throws Exception {
        String[] commands = {"jdk", "apache", "apache-pipeline", "jetty", "netty"};
        try (Http1Server server = new Http1Server();
                FaultyRun run = started(jdk, libraries(), Http1Talk.class)) {
            for (String client : commands) {
                run.run(client + " " + server.port() + " closed-2 13");
            }
            FAILED.addAll(run.end());
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allThatIsHandedOverIsDone(Jdk jdk) throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 101);
        http.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        ExecutorService pool = Executors.newCachedThreadPool();
        http.setExecutor(pool);
        http.start();
        int port = http.getAddress().getPort();
        try (ServerSocket peer = new ServerSocket(0, 101, InetAddress.getByName("127.0.0.1"))) {
            Echo.serve(peer);
            String[] preview = jdk.release() >= 21 ? new String[] {"--enable-preview"} : new String[0];
            assertAllAreAnswered(
                    started(jdk, libraries(), Handovers.class, preview),
                    "serve " + peer.getLocalPort(),
                    List.of(""),
                    Handovers.ROUTES);
            assertAllAreAnswered(
                    started(jdk, libraries(), WebCalls.class),
                    "serve http://127.0.0.1:" + port,
                    List.of("", "/twice"),
                    WebCalls.ROUTES);
            assertAllAreAnswered(
                    started(jdk, libraries(), LibraryCalls.class, "-Dio.netty.noUnsafe=true"),
                    "serve " + peer.getLocalPort() + " " + port,
                    List.of("/netty", "/okhttp"),
                    LibraryCalls.ROUTES);
        } finally {
            http.stop(0);
            pool.shutdownNow();
        }
    }

    private static void assertAllAreAnswered(FaultyRun started, String serve, List<String> paths, int routes)
            throws Exception {
        try (FaultyRun run = started) {
            String own = "http://127.0.0.1:" + run.run(serve).get(0);
            for (String path : paths) {
                Asking.all(own + path, routes, REQUESTS);
            }
            FAILED.addAll(run.end());
        }
    }
}
