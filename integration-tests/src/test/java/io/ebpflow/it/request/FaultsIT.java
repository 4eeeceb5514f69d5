// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.api.Ebpflow;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Applications;
import io.ebpflow.it.server.NettyShop;
import io.ebpflow.it.server.WebFluxShop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails in a hook, the application does not notice: every method that advice calls fails at every other call. */
class FaultsIT {

    /** Three times each route that there is. */
    static final int REQUESTS = 307;

    /** Of each route of a framework; every method that they lead to fails in the first few. */
    private static final int ROUNDS = 13;

    private static final Set<String> FAILED = new TreeSet<>();

    /** Frameworks are of javax, as the server, or of jakarta. */
    private static final Map<Server, List<String>> FRAMEWORKS = new EnumMap<>(Map.of(
            Server.TOMCAT_9, List.of("spring-5.3", "jersey-2.46"),
            Server.JETTY_12, List.of("spring-6.2", "jersey-3.1"),
            Server.GRIZZLY_4_0, List.of("spring-6.2", "jersey-3.1")));

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
        assertThat(never).as("methods that have never failed").isEmpty();
    }

    private FaultyRun started(Jdk jdk, String classPath, Class<?> main, String... options) throws Exception {
        return new FaultyRun(jdk, directory, faulty, classPath, main, options);
    }

    /** Those with hooks, and one without: there the hooks of all servlets serve. */
    static Stream<Arguments> servers() {
        return Stream.concat(
                Server.each(),
                Stream.of(Arguments.of(Server.GRIZZLY_4_0, Jdk.all().get(0))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("servers")
    void allRequestsAreServed(Server server, Jdk jdk) throws Exception {
        List<String> frameworks = FRAMEWORKS.getOrDefault(server, List.of());
        String classPath = server.classPath(directory, frameworks.toArray(new String[0]));
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run = started(jdk, classPath, server.main())) {
            int port = Integer.parseInt(run.run("serve " + peer.port()).get(0));
            ShopLoad.oneAfterTheOther(port);
            ShopLoad.manyAtOnce(port, REQUESTS);
            run.run("leave");
            if (!frameworks.isEmpty()) {
                assertAllAreServed(
                        run.run("serve " + peer.port() + " Spring Jersey"),
                        "/shop/exact",
                        "/shop/forward",
                        "/shop/spring/orders/17",
                        "/shop/spring/functions/17",
                        "/shop/jersey/orders/17",
                        "/shop/jersey/orders/17/lines/3");
                run.run("leave");
            }
            FAILED.addAll(run.end());
        }
    }

    /** Frameworks that are JAX-RS as Jersey is: two in one application do not agree. */
    @ParameterizedTest
    @CsvSource({"JETTY_12, resteasy-6.2, Resteasy", "UNDERTOW_2_3, cxf-4.0, Cxf"})
    void allTemplatesAreServed(Server server, String module, String framework) throws Exception {
        String base = framework.equals("Cxf") ? "/shop/cxf/v1/" : "/shop/resteasy/";
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run = started(Jdk.all().get(0), server.classPath(directory, module), server.main())) {
            assertAllAreServed(
                    run.run("serve " + peer.port() + " " + framework),
                    base + "orders/list",
                    base + "orders/17/lines/last",
                    base + "orders/17/lines/3/parts/5");
            run.run("leave");
            FAILED.addAll(run.end());
        }
    }

    private static void assertAllAreServed(List<String> ports, String... paths) throws Exception {
        try (Browser browser = new Browser(Integer.parseInt(ports.get(0)))) {
            for (int i = 0; i < ROUNDS; i++) {
                for (String path : paths) {
                    assertThat(browser.get(path, 11)).as(path).isEqualTo(200);
                }
            }
        }
    }

    /** Without servlets: its hooks are in its own classes, whichever the JDK. */
    static Stream<Arguments> nettys() {
        List<Jdk> jdks = Jdk.all();
        return Stream.of(Arguments.of("netty-4.1", jdks.get(0)), Arguments.of("netty-4.2", jdks.get(jdks.size() - 1)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("nettys")
    void allRequestsOfNettyAreServed(String netty, Jdk jdk) throws Exception {
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run = started(jdk, Server.classPath(netty), NettyShop.class, "-Dio.netty.noUnsafe=true")) {
            NettyIT.askManyAtOnce(
                    Integer.parseInt(run.run("serve " + peer.port()).get(0)));
            run.run("alone 7001");
            run.run("leave");
            FAILED.addAll(run.end());
        }
    }

    @Test
    void allRequestsOfWebFluxAreServed() throws Exception {
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run = started(Jdk.all().get(0), Server.classPath("webflux-6.2"), WebFluxShop.class)) {
            assertAllAreServed(run.run("serve " + peer.port() + " "), "/orders/17", "/functions/17");
            run.run("leave");
            FAILED.addAll(run.end());
        }
    }

    /** What shares a JVM: starting one takes longer than most of the work. The first leave no thread behind. */
    static Stream<Arguments> works() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(
                                EnumSet.range(FaultyWork.NAMES, FaultyWork.KAFKA),
                                EnumSet.range(FaultyWork.HTTP_1, FaultyWork.TRACED),
                                EnumSet.of(FaultyWork.HANDOVERS))
                        .map(works -> Arguments.of(jdk, List.copyOf(works))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("works")
    void allWorkIsDone(Jdk jdk, List<FaultyWork> works) throws Exception {
        List<String> options = new ArrayList<>(List.of("-Dio.netty.noUnsafe=true"));
        if (jdk.release() >= 21) {
            options.add("--enable-preview");
        }
        List<String> names = works.stream().map(FaultyWork::application).collect(Collectors.toList());
        try (FaultyPeers peers = new FaultyPeers(jdk, directory);
                FaultyRun run = new FaultyRun(
                        jdk,
                        directory,
                        faulty,
                        libraries(),
                        Applications.class,
                        names,
                        options.toArray(new String[0]))) {
            works.get(0).drive(run, peers);
            for (FaultyWork work : works.subList(1, works.size())) {
                run.next();
                work.drive(run, peers);
            }
            FAILED.addAll(run.end());
        }
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
}
