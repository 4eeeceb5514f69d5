// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static io.ebpflow.flow.Watched.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class UdpFlowsTest {
    private static final InetSocketAddress DNS = Watched.address("10.0.3.53", 53);
    private static final InetSocketAddress OTHER = Watched.address("2001:db8::1", 123);
    private static final long START_NS = 1_000_000;

    private final Watched watched = new Watched();
    private final Thread thread = watched.thread("resolver", 41);

    private RecordBytes started(long cookie, String remote, int port, long timeNs) {
        return RecordBytes.udpStarted(cookie)
                .role(RecordLayout.ROLE_CLIENT)
                .flags(remote == null ? 0 : RecordLayout.FLAG_CONNECTED)
                .timeNs(timeNs)
                .startNs(timeNs)
                .owner(thread.getId(), 41)
                .local("10.0.0.5", 43_210)
                .remote(remote, port);
    }

    /** A connected socket, and its place in the live table. */
    private int connected(long cookie, String remote, int port, long timeNs) {
        int index = watched.live.claim(RecordBytes.UDP, cookie, remote, port, timeNs);
        watched.live.user(index, thread.getId(), 41);
        watched.see(started(cookie, remote, port, timeNs));
        return index;
    }

    @Test
    void aConnectedSocketIsAFlowWithTheKernelsCounters() {
        int index = connected(23, "10.0.3.53", 53, START_NS);
        watched.live.count(index, 31, 113, 1, 2, 2 * SECOND_NS);
        watched.sweepAt(10 * SECOND_NS);

        assertThat(watched.seen())
                .containsExactly("udp_flow at=2000000 udp out local=10.0.0.5/43210 remote=10.0.3.53/53 flow=23"
                        + " tid=41 thread=resolver java exact duration=1999000000 sent=31 received=113 out=1 in=2");
    }

    @Test
    void showsSnapshotsOnlyOfWhatMoved() {
        int index = connected(23, "10.0.3.53", 53, START_NS);
        watched.live.count(index, 31, 0, 1, 0, 2 * SECOND_NS);
        watched.sweepAt(10 * SECOND_NS);
        assertThat(watched.seen()).hasSize(1);

        watched.sweepAt(20 * SECOND_NS);
        assertThat(watched.seen()).isEmpty();

        watched.live.count(index, 62, 0, 2, 0, 21 * SECOND_NS);
        watched.sweepAt(29 * SECOND_NS);
        assertThat(watched.seen()).as("before the interval").isEmpty();
        watched.sweepAt(30 * SECOND_NS);
        assertThat(watched.seen()).singleElement().asString().contains(" sent=62 ");
    }

    @Test
    void anIdleFlowEndsWithTheTimeAndTheCountersOfItsLastDatagram() {
        int index = connected(23, "10.0.3.53", 53, START_NS);
        watched.live.count(index, 31, 0, 1, 0, 2 * SECOND_NS);
        watched.sweepAt(3 * SECOND_NS);
        watched.sweepAt(33 * SECOND_NS);
        watched.seen();
        assertThat(watched.live.flags(index)).isEqualTo(RecordLayout.FLAG_RETIRING);
        // A program that was on its way when we asked.
        watched.live.count(index, 31, 5, 1, 1, 32 * SECOND_NS);

        watched.sweepAt(33 * SECOND_NS + SECOND_NS / 2);
        assertThat(watched.seen()).isEmpty();
        assertThat(watched.live.cookie(index)).isEqualTo(23);

        watched.sweepAt(34 * SECOND_NS);
        assertThat(watched.seen())
                .containsExactly("udp_flow at=32000000 udp out local=10.0.0.5/43210 remote=10.0.3.53/53 flow=23"
                        + " tid=41 thread=resolver java exact duration=31999000000 sent=31 received=5 out=1 in=1"
                        + " closed_by=timeout");
        assertThat(watched.live.cookie(index)).isZero();
        assertThat(watched.flows.size()).isZero();
    }

    @Test
    void aFlowThatGoesOnWhileItRetiresIsANewOneAndBothAreShown() {
        int old = connected(23, "10.0.3.53", 53, START_NS);
        watched.live.count(old, 31, 0, 1, 0, 2 * SECOND_NS);
        watched.sweepAt(3 * SECOND_NS);
        watched.sweepAt(33 * SECOND_NS);
        watched.seen();
        int young = connected(23, "10.0.3.53", 53, 33 * SECOND_NS + 7);
        watched.live.count(young, 7, 0, 1, 0, 33 * SECOND_NS + 7);
        watched.sweepAt(34 * SECOND_NS);

        assertThat(watched.seen())
                .singleElement()
                .asString()
                .contains(" sent=31 ")
                .endsWith(" closed_by=timeout");
        assertThat(watched.live.cookie(old)).isZero();
        watched.sweepAt(43 * SECOND_NS);
        assertThat(watched.seen()).singleElement().asString().contains(" sent=7 ");
        watched.sweepAt(65 * SECOND_NS);
        watched.sweepAt(66 * SECOND_NS);
        assertThat(watched.live.cookie(young)).isZero();
    }

    @Test
    void aSocketThatReturnsToAPeerBeginsAnewAndLosesNothing() {
        int first = connected(23, "10.0.3.53", 53, START_NS);
        watched.live.count(first, 31, 0, 1, 0, START_NS);
        connected(23, "10.0.3.54", 53, 2 * START_NS);
        int again = connected(23, "10.0.3.53", 53, 3 * START_NS);
        watched.live.count(again, 7, 0, 1, 0, 3 * START_NS);
        watched.sweepAt(SECOND_NS);
        watched.sweepAt(2 * SECOND_NS);

        assertThat(watched.seen())
                .singleElement()
                .asString()
                .contains(" sent=31 ")
                .doesNotContain("closed_by");
        assertThat(watched.live.cookie(first)).isZero();
        watched.sweepAt(10 * SECOND_NS);
        assertThat(watched.seen()).singleElement().asString().contains(" sent=7 ");
    }

    @Test
    void aFlowThatHadToMakeRoomGivesItsEntryBack() {
        Watched small = new Watched(1);
        int index = small.live.claim(RecordBytes.UDP, 23, "10.0.3.53", 53, START_NS);
        small.see(started(23, "10.0.3.53", 53, START_NS));
        small.live.count(index, 31, 0, 1, 0, START_NS);
        small.see(started(29, "10.0.3.53", 53, 2 * START_NS));
        small.sweepAt(SECOND_NS);
        small.sweepAt(2 * SECOND_NS);

        assertThat(small.seen())
                .singleElement()
                .asString()
                .contains(" flow=23 ")
                .contains(" sent=31 ");
        assertThat(small.live.cookie(index)).isZero();
    }

    @Test
    void anEntryThatNobodyAnnouncedIsGivenBack() {
        int index = watched.live.claim(RecordBytes.UDP, 23, "10.0.3.53", 53, START_NS);
        int tcp = watched.live.claim(RecordBytes.TCP, 29, "10.0.3.53", 53, START_NS);
        watched.sweepAt(30 * SECOND_NS);
        assertThat(watched.live.flags(index)).isZero();
        watched.sweepAt(90 * SECOND_NS);
        assertThat(watched.live.flags(index)).isEqualTo(RecordLayout.FLAG_RETIRING);
        watched.sweepAt(120 * SECOND_NS);

        assertThat(watched.live.cookie(index)).isZero();
        assertThat(watched.live.cookie(tcp)).as("TCP is the kernel's to free").isEqualTo(29);
        assertThat(watched.seen()).isEmpty();
    }

    @Test
    void datagramsOfAnUnconnectedSocketAreFlowsByPeer() {
        int index = watched.live.claim(RecordBytes.UDP, 23, null, 0, START_NS);
        watched.see(started(23, null, 0, START_NS));
        watched.hooks.datagram(START_NS, true, thread, 23, DNS, 31);
        watched.hooks.datagram(2 * START_NS, false, thread, 23, DNS, 113);
        watched.hooks.datagram(3 * START_NS, false, thread, 23, OTHER, 48);
        watched.hookEvents.runUntil(3, Integer.MAX_VALUE);
        watched.live.count(index, 31, 161, 1, 2, 3 * START_NS);
        watched.sweepAt(SECOND_NS);
        watched.sweepAt(10 * SECOND_NS);

        assertThat(watched.seen())
                .containsExactlyInAnyOrder(
                        "udp at=2000 udp out local=10.0.0.5/43210 remote=10.0.3.53/53 flow=23 tid=77 thread=resolver java"
                                + " exact duration=1000000 exchange=1 bytes=31/113 send=0 network=0 peer=1000 pickup=0"
                                + " transfer=0 total=1000",
                        "udp_flow at=2000 udp out local=10.0.0.5/43210 remote=10.0.3.53/53 flow=23 tid=77"
                                + " thread=resolver java exact duration=1000000 sent=31 received=113 out=1 in=1",
                        "udp_flow at=3000 udp in local=10.0.0.5/43210 remote=2001:db8::1/123 flow=23 tid=77"
                                + " thread=resolver java exact duration=0 sent=0 received=48 out=0 in=1");
    }

    @Test
    void whatNoHookClaimedWithinASweepStaysWithTheSocket() {
        int index = watched.live.claim(RecordBytes.UDP, 23, null, 0, START_NS);
        watched.live.user(index, thread.getId(), 41);
        watched.see(started(23, null, 0, START_NS));
        watched.hooks.datagram(START_NS, true, thread, 23, DNS, 31);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);
        watched.live.count(index, 31 + 17, 5, 2, 1, 2 * START_NS);
        watched.sweepAt(SECOND_NS);
        watched.sweepAt(10 * SECOND_NS);

        List<String> seen = watched.seen();
        seen.removeIf(line -> !line.startsWith("udp_flow"));
        assertThat(seen)
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo(
                                "udp_flow at=2000 udp out local=10.0.0.5/43210 flow=23 tid=41 thread=resolver java exact"
                                        + " duration=1000000 sent=17 received=5 out=1 in=1"));
    }

    @Test
    void aPeersFlowEndsWhenItIsIdle() {
        watched.see(started(23, null, 0, START_NS));
        watched.hooks.datagram(START_NS, true, thread, 23, DNS, 31);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);
        watched.sweepAt(40 * SECOND_NS);
        watched.sweepAt(42 * SECOND_NS);

        assertThat(watched.seen())
                .last()
                .asString()
                .startsWith("udp_flow at=1000 ")
                .endsWith(" closed_by=timeout");
        assertThat(watched.flows.size()).isZero();
    }

    @Test
    void theEndOfObservationShowsWhatWasNotShownYet() {
        int index = connected(23, "10.0.3.53", 53, START_NS);
        watched.live.count(index, 31, 0, 1, 0, 2 * START_NS);
        watched.sweep.refresh();
        watched.sweep.finish();

        assertThat(watched.seen())
                .singleElement()
                .asString()
                .contains(" sent=31 ")
                .doesNotContain("closed_by");
    }

    @Test
    void countsADatagramWhosePeerWasNotResolved() {
        watched.hooks.datagram(1, true, thread, 23, InetSocketAddress.createUnresolved("nowhere", 53), 31);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);

        assertThat(watched.hookEvents.unmatchedCount()).isEqualTo(1);
    }
}
