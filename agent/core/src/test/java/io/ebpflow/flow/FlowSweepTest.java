// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static io.ebpflow.flow.Watched.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import org.junit.jupiter.api.Test;

/** Live TCP flows; UDP is in {@link UdpFlowsTest}. */
class FlowSweepTest {
    private final Watched watched = new Watched();
    private final Thread opener = watched.thread("opener", 41);
    private final Thread user = watched.thread("user", 43);

    private int connected(long timeNs) {
        int index = watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, timeNs);
        watched.see(RecordBytes.tcp(RecordLayout.TCP_CONNECTED, 23)
                .role(RecordLayout.ROLE_CLIENT)
                .timeNs(timeNs)
                .startNs(timeNs)
                .latencyNs(1_000)
                .owner(opener.getId(), 41)
                .local("10.0.0.5", 43_210)
                .remote("10.0.3.7", 5_432));
        watched.seen();
        return index;
    }

    @Test
    void aSnapshotHasTheCountersAndTheLastUserOfTheLiveTable() {
        int index = connected(1_000_000);
        watched.live.count(index, 31, 113, 5, 7, 2 * SECOND_NS);
        watched.live.tcp(index, 1, 37);
        watched.live.user(index, user.getId(), 43);
        watched.sweepAt(10 * SECOND_NS);

        assertThat(watched.seen())
                .singleElement()
                .asString()
                .startsWith("flow at=2000000 tcp out ")
                .contains(
                        " thread=user java exact duration=1999000000 sent=31 received=113 out=5 in=7 retransmits=1 srtt=37");
    }

    @Test
    void aFlowThatIsIdleIsNotShownAgain() {
        int index = connected(1_000_000);
        watched.live.count(index, 31, 113, 5, 7, 2 * SECOND_NS);
        watched.sweepAt(10 * SECOND_NS);
        assertThat(watched.seen()).hasSize(1);

        watched.sweepAt(20 * SECOND_NS);
        watched.sweepAt(300 * SECOND_NS);
        assertThat(watched.seen()).isEmpty();
        assertThat(watched.flows.size()).isEqualTo(1);
    }

    @Test
    void countersNeverGoBack() {
        int index = connected(1_000_000);
        watched.live.count(index, 31, 113, 5, 7, 2 * SECOND_NS);
        watched.sweepAt(3 * SECOND_NS);
        watched.live.count(index, 30, 112, 5, 7, 3 * SECOND_NS);
        watched.sweepAt(10 * SECOND_NS);

        assertThat(watched.seen()).singleElement().asString().contains(" sent=31 received=113 ");
    }

    @Test
    void anEntryThatWasFreedMeanwhileChangesNothing() {
        int index = connected(1_000_000);
        watched.live.count(index, 31, 113, 5, 7, 2 * SECOND_NS);
        watched.live.memory().putLong(index * RecordLayout.LIVE_BYTES, 0);
        watched.sweepAt(10 * SECOND_NS);

        assertThat(watched.seen()).isEmpty();
    }

    @Test
    void liveBytesReachTheEndpointOnce() {
        int index = connected(1_000_000);
        watched.live.count(index, 31, 113, 5, 7, 2 * SECOND_NS);
        watched.sweepAt(3 * SECOND_NS);
        watched.sweepAt(4 * SECOND_NS);
        watched.see(RecordBytes.tcp(RecordLayout.TCP_CLOSED, 23)
                .role(RecordLayout.ROLE_CLIENT)
                .timeNs(5 * SECOND_NS)
                .startNs(1_000_000)
                .bytes(37, 127)
                .local("10.0.0.5", 43_210)
                .remote("10.0.3.7", 5_432));

        watched.tracker.endpoints().forEach(endpoint -> {
            assertThat(endpoint.bytesSent).isEqualTo(37);
            assertThat(endpoint.bytesReceived).isEqualTo(127);
            assertThat(endpoint.openCount).isZero();
        });
    }
}
