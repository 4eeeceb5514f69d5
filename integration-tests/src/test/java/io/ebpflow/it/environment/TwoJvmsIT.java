// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two JVMs under the agent at the same time, which also talk to each other. */
class TwoJvmsIT {

    private static final int CONNECTIONS = 23;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void eachSeesItsOwnFlowsAndNoOther(Jdk jdk) throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (Talker one = new Talker(new AgentJvm(jdk, directory));
                Talker two = new Talker(new AgentJvm(jdk, other))) {
            int portOfOne = one.serve();
            int portOfTwo = two.serve();
            Set<Long> portsOfTwo = two.talk(portOfOne, CONNECTIONS).keySet();
            Set<Long> portsOfOne = one.talk(portOfTwo, CONNECTIONS).keySet();
            List<Map<String, Object>> ofOne = one.jvm().nextEvents(1 + 4 * CONNECTIONS);
            List<Map<String, Object>> ofTwo = two.jvm().nextEvents(1 + 4 * CONNECTIONS);

            assertOwn(ofOne, one, portOfOne, portsOfOne, portOfTwo, portsOfTwo);
            assertOwn(ofTwo, two, portOfTwo, portsOfTwo, portOfOne, portsOfOne);
            Set<Object> flows = flowsOf(ofOne);
            flows.retainAll(flowsOf(ofTwo));
            assertThat(flows).isEmpty();
            one.finish();
            two.finish();
        }
    }

    private static void assertOwn(
            List<Map<String, Object>> events,
            Talker owner,
            long servesAt,
            Set<Long> connectsFrom,
            long peerServesAt,
            Set<Long> peerConnectsFrom) {
        assertThat(events)
                .allSatisfy(event -> assertThat(event)
                        .containsEntry("pid", owner.jvm().process().pid()));
        for (String type : List.of("connect", "accept")) {
            assertThat(Talker.of(events, type)).hasSize(CONNECTIONS);
        }
        for (Map<String, Object> event : events) {
            if (event.get("event").equals("listen")) {
                assertThat(event).containsEntry("local_port", servesAt);
            } else if (event.get("direction").equals("out")) {
                assertThat(connectsFrom).contains((Long) event.get("local_port"));
                assertThat(event).containsEntry("remote_port", peerServesAt);
            } else {
                assertThat(peerConnectsFrom).contains((Long) event.get("remote_port"));
                assertThat(event).containsEntry("local_port", servesAt);
            }
        }
    }

    private static Set<Object> flowsOf(List<Map<String, Object>> events) {
        return events.stream().map(event -> event.get("flow_id")).collect(Collectors.toCollection(HashSet::new));
    }
}
