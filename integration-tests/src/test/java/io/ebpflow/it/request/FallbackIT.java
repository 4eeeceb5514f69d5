// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real server of servlets that has no hooks of its own: servlets and filters tell of their requests. */
class FallbackIT {
    @TempDir
    Path directory;

    static Stream<Arguments> servers() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(Server.GRIZZLY_2_4, List.of("spring-5.3"), "Spring", jdk),
                        Arguments.of(Server.GRIZZLY_4_0, List.of("spring-6.2", "jersey-3.1"), "Spring Jersey", jdk)));
    }

    @ParameterizedTest(name = "{0} {1} {3}")
    @MethodSource("servers")
    void requestsAreNamedByTheirServlet(Server server, List<String> modules, String frameworks, Jdk jdk)
            throws Exception {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("/shop/exact?card=4711", "GET /shop/exact");
        names.put("/shop/orders/17?card=4711", "GET /shop/orders/*");
        names.put("/shop/x/report.do", "GET /shop/*.do");
        names.put("/shop/complete/17", "GET /shop/complete/*");
        names.put("/shop/forward", "GET /shop/forward");
        names.put("/shop/spring/orders/17", "GET /shop/spring/orders/{id}");
        if (frameworks.contains("Jersey")) {
            names.put("/shop/jersey/orders/17", "GET /shop/jersey/orders/{id}");
        }
        try (SharedPeer peer = new SharedPeer();
                AgentJvm jvm = new AgentJvm(jdk, directory)
                        .agent("flows=exchange,slow=60m,jmx=false")
                        .option("-cp", server.classPath(directory, modules.toArray(new String[0])), "-Xmx256m")
                        .start(server.main())) {
            jvm.go("serve " + peer.port() + " " + frameworks);
            int port = Integer.parseInt(jvm.awaitPause("done").get(0));
            Map<Object, Object> right = new HashMap<>();
            int bytes = 1;
            try (Browser browser = new Browser(port)) {
                for (Map.Entry<String, String> name : names.entrySet()) {
                    assertThat(browser.get(name.getKey(), bytes))
                            .as(name.getKey())
                            .isEqualTo(200);
                    right.put((long) bytes, name.getValue());
                    bytes += 2;
                }
            }
            right.put(2L, "GET /shop/exact"); // in the filter
            jvm.go("leave");
            jvm.awaitPause("done");
            assertThat(peer.names(jvm, right.size())).isEqualTo(right);
            assertThat(jvm.err()).noneMatch(line -> line.contains("ebpflow") && line.contains("hook"));
        }
    }
}
