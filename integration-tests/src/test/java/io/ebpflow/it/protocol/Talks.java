// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.app.Gate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Clients in one JVM that make requests at a {@link Pace}, each of a server of its own: what they account for, and what the agent has
 * seen of it.
 *
 * <p>Threading: confined to the test.
 */
final class Talks {

    private final AgentJvm jvm;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, List<String[]>> requests = new HashMap<>();
    private List<Map<String, Object>> seen;

    Talks(AgentJvm jvm) {
        this.jvm = jvm;
    }

    /**
     * Has requests made, over another connection each time.
     *
     * @param name for the other methods
     * @param port of the server
     * @param count how many requests the command makes
     */
    void hold(String name, int port, String command, int count) throws Exception {
        jvm.go(command);
        List<String[]> made =
                jvm.awaitPause("done").stream().map(line -> line.split("\t")).collect(Collectors.toList());
        assertThat(made).as(name).hasSize(count);
        ports.put(name, port);
        requests.computeIfAbsent(name, key -> new ArrayList<>()).addAll(made);
    }

    /** The next application begins. */
    void next() throws Exception {
        jvm.go("end");
        jvm.awaitPause(Gate.READY);
    }

    /** The JVM ends; only now is there the last exchange of a connection that stays open. */
    void end() throws Exception {
        jvm.finish();
        seen = Exchanges.of(jvm, "out");
    }

    /** Those with this server. */
    List<Map<String, Object>> exchanges(String name) {
        long port = ports.get(name);
        List<Map<String, Object>> exchanges = seen.stream()
                .filter(exchange -> exchange.get("remote_port").equals(port))
                .collect(Collectors.toList());
        Exchanges.assertWhole(exchanges.stream()
                .filter(exchange -> !exchange.containsKey("unanswered"))
                .collect(Collectors.toList()));
        return exchanges;
    }

    /** Those of its exchanges whose time is of no request that began then. */
    List<Map<String, Object>> wrong(String name) {
        return exchanges(name).stream()
                .filter(exchange ->
                        !Exchanges.isMultiplexed(exchange) && !Exchanges.isOfARequest(exchange, requests.get(name)))
                .collect(Collectors.toList());
    }
}
