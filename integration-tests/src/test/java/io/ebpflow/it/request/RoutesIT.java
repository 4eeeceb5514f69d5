// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.server.WebFluxShop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real frameworks in real servers: a request bears the pattern of the route that the framework has found. */
class RoutesIT {
    private static final int BROWSERS = 4;
    private static final int ROUNDS = 3;

    @TempDir
    Path directory;

    static Stream<Arguments> webFluxes() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("webflux-6.2", "webflux-7.0").map(module -> Arguments.of(module, jdk)));
    }

    /** What is of javax in a server that is. */
    static Stream<Arguments> springs() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(Server.TOMCAT_9, "spring-5.3", jdk),
                        Arguments.of(Server.JETTY_12_1, "spring-7.0", jdk),
                        Arguments.of(Server.UNDERTOW_2_3, "spring-6.2", jdk)));
    }

    /** Each framework with each JDK, though not each version. */
    static Stream<Arguments> rests() {
        Jdk oldest = Jdk.all().get(0);
        Jdk newest = Jdk.all().get(Jdk.all().size() - 1);
        return Stream.of(
                Arguments.of(Server.TOMCAT_9, "jersey-2.46", "Jersey", oldest),
                Arguments.of(Server.UNDERTOW_2_3, "jersey-3.1", "Jersey", newest),
                Arguments.of(Server.JETTY_12_1, "jersey-4.0", "Jersey", oldest),
                Arguments.of(Server.UNDERTOW_2_2, "resteasy-3.15", "Resteasy", newest),
                Arguments.of(Server.TOMCAT_9, "resteasy-4.7", "Resteasy", oldest),
                Arguments.of(Server.UNDERTOW_2_3, "resteasy-6.2", "Resteasy", newest),
                Arguments.of(Server.JETTY_12, "resteasy-6.2", "Resteasy", oldest),
                Arguments.of(Server.TOMCAT_9, "cxf-3.6", "Cxf", oldest),
                Arguments.of(Server.TOMCAT_10, "cxf-4.0", "Cxf", newest),
                Arguments.of(Server.UNDERTOW_2_3, "cxf-4.1", "Cxf", oldest));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("springs")
    void requestsAreNamedByTheRouteOfSpring(Server server, String module, Jdk jdk) throws Exception {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("/shop/spring/orders/17?card=4711", "GET /shop/spring/orders/{id}");
        names.put("/shop/spring/orders/17/lines/3", "GET /shop/spring/orders/{id}/lines/{line:[0-9]+}");
        names.put("/shop/spring/functions/17", "GET /shop/spring/functions/{id}");
        names.put("/shop/functions/17", "GET /shop/functions/{id}");
        names.put("/shop/orders/17", "GET /shop/orders/*");
        names.put("/shop/spring-forward", "GET /shop/spring-forward");
        assertNames(server, module, "Spring", jdk, names);
    }

    /** In event loops of Netty, without servlets. */
    @ParameterizedTest
    @MethodSource("webFluxes")
    void requestsAreNamedByTheRouteOfWebFlux(String module, Jdk jdk) throws Exception {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("/orders/17?card=4711", "GET /orders/{id}");
        names.put("/orders/17/lines/3", "GET /orders/{id}/lines/{line:[0-9]+}");
        names.put("/functions/17", "GET /functions/{id}");
        assertNames(Server.classPath(module), WebFluxShop.class, "", jdk, names);
    }

    @ParameterizedTest(name = "{0} {1} {3}")
    @MethodSource("rests")
    void requestsAreNamedByTheTemplateOfJaxRs(Server server, String module, String framework, Jdk jdk)
            throws Exception {
        String servlet = "/shop/" + framework.toLowerCase(Locale.ROOT);
        String base = framework.equals("Cxf") ? servlet + "/v1" : servlet;
        Map<String, String> names = new LinkedHashMap<>();
        names.put(base + "/orders?card=4711", "GET " + base + "/orders");
        names.put(base + "/orders/17", "GET " + base + "/orders/{id}");
        names.put(base + "/none", "GET " + servlet + "/*");
        names.put(base + "/orders/list", "GET " + base + "/orders/list");
        names.put(base + "/orders/17/paid", "GET " + servlet + "/*");
        names.put(base + "/orders/17/later", "GET " + base + "/orders/{id}/later");
        names.put(base + "/orders/17/stage", "GET " + base + "/orders/{id}/stage");
        names.put(base + "/orders/17/lines", "GET " + base + "/orders/{id}/lines");
        names.put(base + "/orders/17/lines/3", "GET " + base + "/orders/{id}/lines/{line: [0-9]+}");
        names.put(base + "/orders/17/lines/last", "GET " + base + "/orders/{id}/lines/last");
        names.put(base + "/orders/17/lines/3/parts/5", "GET " + base + "/orders/{id}/lines/{line}/parts/{part}");
        String slash = framework.equals("Resteasy") ? "" : "/"; // the last one of a template
        names.put(servlet + "/items/17", "GET " + servlet + "/items/{id}" + slash);
        names.put(servlet + "/items/all", "GET " + servlet + "/items/all" + slash);
        String found = framework.equals("Jersey") ? servlet : base + "/orders/{id}/lines";
        names.put(base + "/orders/17/lines/none", "GET " + found + "/*");
        names.put("/shop/orders/17", "GET /shop/orders/*");
        names.put(servlet + "-forward", "GET " + servlet + "-forward");
        if (framework.equals("Resteasy")) {
            names.put("/shop/items/17", "GET /shop/items/{id}");
            names.put(base + "/below/acme/orders/17", "GET " + base + "/below/{tenant}/orders/{id}");
        }
        assertNames(server, module, framework, jdk, names);
    }

    private void assertNames(Server server, String module, String framework, Jdk jdk, Map<String, String> names)
            throws Exception {
        assertNames(server.classPath(directory, module), server.main(), framework, jdk, names);
    }

    private void assertNames(String classPath, Class<?> main, String framework, Jdk jdk, Map<String, String> names)
            throws Exception {
        try (SharedPeer peer = new SharedPeer();
                AgentJvm jvm = new AgentJvm(jdk, directory)
                        .agent("flows=exchange,slow=60m,jmx=false")
                        .option("-cp", classPath, "-Xmx256m")
                        .start(main)) {
            jvm.go("serve " + peer.port() + " " + framework);
            int port = Integer.parseInt(jvm.awaitPause("done").get(0));
            Map<Object, Object> right = askAll(port, names);
            jvm.go("leave");
            jvm.awaitPause("done");
            assertThat(peer.names(jvm, right.size())).isEqualTo(right);
            assertThat(jvm.err()).noneMatch(line -> line.contains("ebpflow") && line.contains("hook"));
        }
    }

    /** Each many times, on some connections at once, of which each asks all; answers the names by the sizes of the calls. */
    private static Map<Object, Object> askAll(int port, Map<String, String> names) throws Exception {
        Map<Object, Object> right = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> browsers = new ArrayList<>();
        AtomicInteger sizes = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(BROWSERS);
        try {
            for (int i = 0; i < BROWSERS; i++) {
                List<Map.Entry<String, String>> order = new ArrayList<>(names.entrySet());
                Collections.rotate(order, i);
                browsers.add(CompletableFuture.runAsync(() -> ask(port, order, sizes, right), threads));
            }
            for (CompletableFuture<Void> browser : browsers) {
                browser.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return right;
    }

    private static void ask(
            int port, List<Map.Entry<String, String>> names, AtomicInteger sizes, Map<Object, Object> right) {
        try (Browser browser = new Browser(port)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (Map.Entry<String, String> name : names) {
                    ask(browser, name, sizes, right);
                    expectAnswer(browser, name.getKey());
                }
            }
            for (Map.Entry<String, String> name : names) { // without a wait: the server has to keep some
                ask(browser, name, sizes, right);
            }
            for (Map.Entry<String, String> name : names) {
                expectAnswer(browser, name.getKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(
            Browser browser, Map.Entry<String, String> name, AtomicInteger sizes, Map<Object, Object> right)
            throws IOException {
        int bytes = sizes.incrementAndGet();
        right.put((long) bytes, name.getValue());
        browser.ask(name.getKey(), bytes);
    }

    private static void expectAnswer(Browser browser, String path) throws IOException {
        int status = path.endsWith("/none") ? 404 : path.endsWith("/paid") ? 405 : 200;
        assertThat(browser.answer(path)).as(path).isEqualTo(status);
    }
}
