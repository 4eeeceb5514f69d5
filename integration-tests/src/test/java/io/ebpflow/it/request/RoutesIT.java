// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.server.WebFluxShop;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real frameworks in real servers: a request bears the pattern of the route that the framework has found. */
class RoutesIT {

    @TempDir
    Path directory;

    static Stream<Arguments> springs() {
        return each("spring-5.3", "spring-6.2", "spring-7.0");
    }

    static Stream<Arguments> jerseys() {
        return each("jersey-2.46", "jersey-3.1", "jersey-4.0");
    }

    static Stream<Arguments> webFluxes() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("webflux-6.2", "webflux-7.0").map(module -> Arguments.of(module, jdk)));
    }

    /** What is of javax in a server that is. */
    private static Stream<Arguments> each(String javax, String jakarta, String newest) {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(Server.TOMCAT_9, javax, jdk),
                        Arguments.of(Server.JETTY_12_1, newest, jdk),
                        Arguments.of(Server.UNDERTOW_2_3, jakarta, jdk)));
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

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("jerseys")
    void requestsAreNamedByTheTemplateOfJersey(Server server, String module, Jdk jdk) throws Exception {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("/shop/jersey/orders?card=4711", "GET /shop/jersey/orders");
        names.put("/shop/jersey/orders/17", "GET /shop/jersey/orders/{id}");
        names.put("/shop/jersey/orders/17/lines/3", "GET /shop/jersey/orders/{id}/lines/{line: [0-9]+}");
        names.put("/shop/orders/17", "GET /shop/orders/*");
        names.put("/shop/jersey-forward", "GET /shop/jersey-forward");
        assertNames(server, module, "Jersey", jdk, names);
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
            Map<Object, Object> right = new HashMap<>();
            try (Browser browser = new Browser(port)) {
                for (Map.Entry<String, String> name : names.entrySet()) {
                    right.put(right.size() + 1L, name.getValue());
                    assertThat(browser.get(name.getKey(), right.size()))
                            .as(name.getKey())
                            .isEqualTo(200);
                }
            }
            jvm.go("leave");
            jvm.awaitPause("done");
            assertThat(peer.names(jvm, right.size())).isEqualTo(right);
            assertThat(jvm.err()).noneMatch(line -> line.contains("ebpflow") && line.contains("hook"));
        }
    }
}
