// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import static io.ebpflow.view.export.TlvWriterTest.hex;
import static io.ebpflow.view.export.TlvWriterTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Errno;
import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportViewTest {
    private static final long BEGIN_US = 0x6b037f25L * 1_000_000;
    private static final JvmFacts PROCESS = process();

    private final FlowEvent event = new FlowEvent();
    private final List<String> sent = new ArrayList<>();
    private final ExportView view = new ExportView(new Records(), () -> PROCESS, 10_000_000_000L);

    private static JvmFacts process() {
        ProcessFacts self = ProcessFacts.of(4_242)
                .program("/usr/lib/jvm/java", null)
                .user(1_000, "alice")
                .parentPid(23)
                .build();
        ProcessFacts parent = ProcessFacts.of(23).program("/bin/sh", null).build();
        return new JvmFacts(self, parent, new ContainerFacts("0123456789abcdef", "docker", null, "shop-1", null));
    }

    /** Keeps what would be sent. */
    private final class Records implements RecordSink {
        @Override
        public void offer(byte[] record) {
            sent.add(hex(record));
        }
    }

    private FlowEvent tcp(EventType type, long sentBytes, long receivedBytes) {
        event.reset(type, BEGIN_US + 1_000_000);
        event.tcp = event.directionKnown = true;
        event.flowId = 29;
        event.durationNs = 1_000_000_000;
        event.local.setIpv4(0x7f000001);
        event.localPort = 50_003;
        event.remote.setIpv4(0x7f000009);
        event.remotePort = 8_080;
        event.bytesSent = sentBytes;
        event.bytesReceived = receivedBytes;
        event.segmentsOut = sentBytes / 100;
        event.segmentsIn = receivedBytes / 100;
        event.retransmits = 3;
        event.threadName = "closer";
        return event;
    }

    private static String addresses(String source, int sourcePort, String destination, int destinationPort) {
        return "24166b037f25" + "24156b037f26" + "223c04" + "2b08" + text(source) + "2b0c" + text(destination)
                + String.format("2307%04x230b%04x", sourcePort, destinationPort) + "220406";
    }

    private static String ofSource() {
        return "33e1281092" + "3be129" + text("/usr/lib/jvm/java") + "33e22903e8" + "3be1f4" + text("alice") + "3be2ae"
                + text("0123456789abcdef") + "32e1f517" + "3be1f6" + text("/bin/sh");
    }

    @Test
    void ourConnectionHasUsAsItsSource() {
        tcp(EventType.CONNECT, 0, 0).connectNs = 2_250_000;
        view.onEvent(event);
        tcp(EventType.EXCHANGE, 0, 0).threadName = "http-nio-8080-exec-3";
        event.exchange.number = 1;
        event.exchange.peerUs = 1_500;
        view.onEvent(event);
        view.onEvent(tcp(EventType.CLOSE, 1_234, 4_321));

        assertThat(sent)
                .containsExactly(addresses("127.0.0.1", 50_003, "127.0.0.9", 8_080)
                        + "230104d2" + "22020c" + "231710e1" + "22182b" + "32e0ed03"
                        + "3ae0fc00001040" + "3ae0fd0000c03f" + ofSource()
                        + "bb" + text("JAVA_THREAD") + text("http-nio-8080-exec-3")
                        + "bb" + text("KUBE_POD") + text("shop-1") + "01");
    }

    @Test
    void whatWeAcceptedHasUsAsItsDestination() {
        tcp(EventType.CLOSE, 1_234, 4_321).inbound = true;
        event.srttUs = 1_500;
        event.remoteName = "shop.internal";
        view.onEvent(event);

        assertThat(sent)
                .containsExactly(addresses("127.0.0.9", 8_080, "127.0.0.1", 50_003)
                        + "230110e1" + "22022b" + "231704d2" + "22180c" + "32e0ee03"
                        + "3ae0fb0000c03f"
                        + "33e1f71092" + "3be1f8" + text("/usr/lib/jvm/java") + "33e22a03e8" + "3be1f9" + text("alice")
                        + "3be2af" + text("0123456789abcdef")
                        + "bb" + text("JAVA_THREAD") + text("closer")
                        + "bb" + text("JAVA_REMOTE_NAME") + text("shop.internal")
                        + "bb" + text("KUBE_POD") + text("shop-1") + "01");
    }

    @Test
    void countersAreThoseSinceTheLastRecord() {
        view.onEvent(tcp(EventType.FLOW, 0, 0));
        assertThat(sent).as("nothing has gone over it yet").isEmpty();
        view.onEvent(tcp(EventType.FLOW, 1_000, 100));
        view.onEvent(tcp(EventType.FLOW, 1_000, 100));
        view.onEvent(tcp(EventType.CLOSE, 3_000, 100));
        view.onEvent(tcp(EventType.CLOSE, 200, 0)); // another flow under a number that is used again

        assertThat(sent).hasSize(4);
        assertThat(sent.get(0)).contains("220406" + "230103e8" + "22020a" + "221764" + "221801" + "32e0ed03");
        assertThat(sent.get(1)).contains("220406" + "220100" + "220200" + "221700" + "221800" + "32e0ed00");
        assertThat(sent.get(2)).contains("220406" + "230107d0" + "220214" + "221700");
        assertThat(sent.get(3)).contains("220406" + "2201c8" + "220202" + "221700" + "221800" + "32e0ed03");
    }

    @Test
    void aFailedConnectIsARecordWithoutBytes() {
        tcp(EventType.CONNECT_FAILED, FlowEvent.UNKNOWN, FlowEvent.UNKNOWN).errno = Errno.ECONNREFUSED;
        event.retransmits = FlowEvent.UNKNOWN;
        view.onEvent(event);

        assertThat(sent)
                .singleElement()
                .asString()
                .contains("220406" + "220100" + "220200" + "221700" + "221800" + "32e0ed00" + "33e128")
                .endsWith("bb" + text("ERROR") + text("ECONNREFUSED") + "01");
    }

    @Test
    void peersOfOneUdpSocketAreFlowsOfTheirOwn() {
        for (int peer = 1; peer <= 2; peer++) {
            tcp(EventType.UDP_FLOW, 100 * peer, 0).tcp = false;
            event.remote.setIpv4(0x0a000000 + peer);
            event.retransmits = FlowEvent.UNKNOWN;
            view.onEvent(event);
            view.onEvent(event);
        }

        assertThat(sent).hasSize(4);
        assertThat(sent.get(0)).contains("220411" + "220164" + "220201").doesNotContain("e0ed");
        assertThat(sent.get(1)).contains("220411" + "220100" + "220200");
        assertThat(sent.get(2)).contains("220411" + "2201c8" + "220202");
    }

    @Test
    void whoFindsNoPlaceIsToldAtTheEnd() {
        ExportedFlows flows = new ExportedFlows(0, 1);
        tcp(EventType.FLOW, 1, 1);
        assertThat(flows.of(event)).isNotNull();
        event.flowId = 30;
        assertThat(flows.of(event)).isNull();
        event.flowId = 29;
        flows.remove(event);
        event.flowId = 30;
        assertThat(flows.of(event)).isNotNull();
        assertThat(flows.overflowCount()).isEqualTo(1);
    }

    @Test
    void whoWasNotSeenForLongHasGone() {
        ExportedFlows flows = new ExportedFlows(10_000_000_000L, 1);
        flows.of(tcp(EventType.FLOW, 1, 1)).see(event);
        event.flowId = 30;
        event.epochUs += 601_000_000;

        assertThat(flows.of(event)).isNotNull();
        assertThat(flows.size()).isEqualTo(1);
    }
}
