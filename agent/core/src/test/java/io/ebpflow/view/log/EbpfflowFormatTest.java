// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What scripts of ebpflowexport's users read. */
class EbpfflowFormatTest {
    private static final Path GOLDEN = Paths.get("src/test/resources/io/ebpflow/view/log/golden-ebpfflow.txt");

    /** As such a script may have it: fields by position, brackets around each. */
    private static final Pattern LINE =
            Pattern.compile("(\\d+\\.\\d{6}) \\[([^]]*)]\\[(Sent|Rcvd)]\\[IPv[46]/(TCP|UDP)]"
                    + "\\[pid/tid: (\\d+)/(\\d+) \\[([^]]*)], uid/gid: (\\d+)/(\\d+)]"
                    + "\\[father pid/tid: (\\d+)/(\\d+) \\[([^]]*)], uid/gid: (\\d+)/(\\d+)]"
                    + "\\[addr: (\\S+):(\\d+) <-> (\\S+):(\\d+)](\\[[A-Z_]+])?(\\[latency: \\d+\\.\\d\\d msec])?"
                    + "(\\[containerID: [0-9a-f]+])?(\\[docker_name: [^]]+])?"
                    + "(\\[kube_name: [^]]+]\\[kube_pod: [^]]+]\\[kube_ns: [^]]+])?");

    private static Map<String, FlowEvent> events() {
        Map<String, FlowEvent> events = new LinkedHashMap<>();
        for (EventType type : new EventType[] {
            EventType.CONNECT, EventType.CONNECT_FAILED, EventType.ACCEPT, EventType.RETRANSMIT, EventType.CLOSE
        }) {
            events.put(type.jsonName() + " v4", event(type, "10.0.0.5", "93.184.216.34"));
            events.put(type.jsonName() + " v6", event(type, "2001:db8::1", "2001:db8::2"));
        }
        events.put("connect to ::1", event(EventType.CONNECT, "::1", "::1"));
        events.put("udp v4", event(EventType.UDP, "10.0.0.5", "93.184.216.34"));
        events.put("udp from any address", event(EventType.UDP, "::", "93.184.216.34"));
        FlowEvent received = event(EventType.UDP_FLOW, "2001:db8::1", "2001:db8::2");
        received.inbound = true;
        events.put("udp_flow v6, the peer sent first", received);
        return events;
    }

    private static FlowEvent event(EventType type, String local, String remote) {
        FlowEvent event = SampleEvents.flow(type, local, 54_348, remote, 443);
        event.connectNs = 184_999;
        event.interfaceIndex = 2;
        event.inbound = type == EventType.ACCEPT;
        if (event.inbound) {
            event.localPort = 443;
            event.remotePort = 54_348;
        }
        return event;
    }

    private static String line(JvmFacts facts, FlowEvent event) {
        StringBuilder line = new StringBuilder();
        new EbpfflowFormat(() -> facts, new InterfaceNames(index -> index == 2 ? "eth0" : null, () -> 0))
                .append(line, event);
        return line.toString();
    }

    private static Map<String, JvmFacts> processes() {
        Map<String, JvmFacts> processes = new LinkedHashMap<>();
        processes.put("on a host", SampleProcess.ON_A_HOST);
        processes.put("in a container of docker", SampleProcess.IN_DOCKER);
        processes.put("in a pod", SampleProcess.IN_A_POD);
        ProcessFacts hidden = ProcessFacts.of(4_700)
                .name("run.sh")
                .user(0, "root")
                .group(0, "root")
                .build();
        processes.put(
                "whose parent's program is hidden", new JvmFacts(SampleProcess.JAVA, hidden, ContainerFacts.NONE));
        processes.put("of which nothing is known", SampleProcess.UNKNOWN);
        return processes;
    }

    @Test
    void linesAreAsRecorded() throws IOException {
        StringBuilder lines = new StringBuilder();
        events().forEach((name, event) ->
                lines.append("# " + name + "\n" + line(SampleProcess.ON_A_HOST, event) + "\n"));
        FlowEvent accept = event(EventType.ACCEPT, "10.0.0.5", "10.0.0.9");
        processes().forEach((name, facts) -> lines.append("# accept " + name + "\n" + line(facts, accept) + "\n"));
        if (Boolean.getBoolean("ebpflow.docs.write")) {
            Files.write(GOLDEN, lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(lines.toString()).isEqualTo(new String(Files.readAllBytes(GOLDEN), StandardCharsets.UTF_8));
    }

    @Test
    void scriptsFindTheirFields() {
        for (JvmFacts facts : processes().values()) {
            for (FlowEvent event : events().values()) {
                assertThat(line(facts, event)).matches(LINE);
            }
        }
    }

    @Test
    void whatTheOriginalDoesNotKnowHasNoLine() {
        for (EventType type : EventType.values()) {
            String line = line(SampleProcess.ON_A_HOST, event(type, "10.0.0.5", "10.0.3.7"));
            boolean isKnown = events().keySet().stream().anyMatch(name -> name.startsWith(type.jsonName() + " "))
                    || type == EventType.UDP_FLOW;
            assertThat(line.isEmpty()).as(type.name()).isEqualTo(!isKnown);
        }
        assertThat(line(SampleProcess.ON_A_HOST, event(EventType.UDP_FLOW, "10.0.0.5", "::")))
                .isEmpty();
    }

    @Test
    void latencyIsRounded() {
        FlowEvent event = event(EventType.CONNECT, "10.0.0.5", "10.0.3.7");
        event.connectNs = 12_004_999_999L;
        assertThat(line(SampleProcess.ON_A_HOST, event)).endsWith("[CONNECT][latency: 12005.00 msec]");
        event.connectNs = 4_999;
        assertThat(line(SampleProcess.ON_A_HOST, event)).endsWith("[latency: 0.00 msec]");
    }
}
