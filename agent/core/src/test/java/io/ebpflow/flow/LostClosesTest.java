// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static io.ebpflow.flow.Watched.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Flows whose end no program saw. */
class LostClosesTest {
    private static final int FIN_WAIT1 = 4;
    private static final int CLOSE_WAIT = 8;

    private final Watched watched = new Watched();

    private RecordBytes record(int type, long cookie, long timeNs) {
        return RecordBytes.tcp(type, cookie)
                .role(RecordLayout.ROLE_CLIENT)
                .timeNs(timeNs)
                .startNs(SECOND_NS)
                .bytes(31, 113)
                .local("10.0.0.5", 43_210)
                .remote("10.0.3.7", 5_432);
    }

    /** At one second; returns its place in the live table. */
    private int connected(long cookie) {
        int index = watched.live.claim(RecordBytes.TCP, cookie, "10.0.3.7", 5_432, SECOND_NS);
        watched.live.state(index, 1);
        watched.see(record(RecordLayout.TCP_CONNECTED, cookie, SECOND_NS));
        watched.seen();
        return index;
    }

    private void sweep(int... seconds) {
        for (int second : seconds) {
            watched.sweepAt(second * SECOND_NS);
        }
    }

    private void assertLost(int count, int remaining) {
        assertThat(watched.sweep.lostCloseCount()).isEqualTo(count);
        assertThat(watched.flows.size()).isEqualTo(remaining);
    }

    @Test
    void countsAClosingFlowWhoseSocketIsGone() {
        int index = connected(23);
        watched.live.count(index, 37, 127, 5, 7, 2 * SECOND_NS);
        watched.live.state(index, FIN_WAIT1);
        watched.sockets.vanish(23);

        sweep(3, 4);
        assertThat(watched.sockets.asked()).as("it may be on its way").isEmpty();
        sweep(5);
        assertLost(0, 1);
        sweep(6);
        assertLost(1, 0);
        assertThat(watched.sockets.asked()).containsExactly(23L, 23L);
        assertThat(watched.live.flags(index)).isEqualTo(RecordLayout.FLAG_RETIRING);
        assertThat(watched.live.cookie(index)).isEqualTo(23);

        sweep(7);
        assertThat(watched.live.cookie(index)).as("the place is free").isZero();
        assertThat(watched.seen()).as("nothing is invented").isEmpty();
        watched.tracker.endpoints().forEach(endpoint -> {
            assertThat(endpoint.openCount).isZero();
            assertThat(endpoint.bytesSent).isEqualTo(37);
            assertThat(endpoint.bytesReceived).isEqualTo(127);
        });
        sweep(8, 12, 17, 60, 61, 90, 120);
        assertLost(1, 0);
    }

    @Test
    void waitsUntilEveryRecordIsRead() {
        watched.live.state(connected(23), FIN_WAIT1);
        watched.sockets.vanish(23);
        sweep(3, 5);

        for (int second = 6; second < 23; second++) {
            watched.sweepAt(second * SECOND_NS, 5 * SECOND_NS);
        }
        assertLost(0, 1);
        watched.see(record(RecordLayout.TCP_CLOSED, 23, 4 * SECOND_NS));
        sweep(23, 24);
        assertLost(0, 0);
        assertThat(watched.seen()).hasSize(2).last().asString().startsWith("close ");
    }

    @Test
    void asksTheLivingAfterEverLongerTimes() {
        watched.live.state(connected(23), CLOSE_WAIT);
        Set<Integer> askedAt = new HashSet<>();
        for (int second = 3; second < 3_000; second++) {
            sweep(second);
            if (!watched.sockets.asked().isEmpty()) {
                askedAt.add(second);
            }
        }
        assertLost(0, 1);
        assertThat(askedAt).containsExactlyInAnyOrder(5, 7, 11, 19, 35, 67, 131, 259, 515, 1_027, 1_627, 2_227, 2_827);
    }

    @Test
    void aSocketThatMovesIsNotInDoubt() {
        int index = connected(23);
        for (int second = 3; second < 300; second++) {
            watched.live.count(index, second, 113, 5, 7, second * SECOND_NS);
            watched.live.state(index, second % 2 == 0 ? FIN_WAIT1 : CLOSE_WAIT);
            sweep(second);
        }
        assertThat(watched.sockets.asked()).isEmpty();
    }

    @Test
    void aSocketThatMovesOnWasNotGone() {
        int index = connected(23);
        watched.live.state(index, FIN_WAIT1);
        watched.sockets.vanish(23);
        sweep(3, 5);
        watched.live.state(index, CLOSE_WAIT);
        sweep(6, 7);

        assertLost(0, 1);
    }

    @Test
    void findsAnIdleFlowThatIsGone() {
        int index = connected(23);
        watched.sockets.vanish(23);
        sweep(3, 30, 59);
        assertThat(watched.sockets.asked()).isEmpty();

        sweep(61, 62);
        assertLost(1, 0);
        sweep(90, 91, 120, 150);
        assertLost(1, 0);
        assertThat(watched.live.cookie(index)).isZero();
    }

    @Test
    void countsOnceWhenOrphansAreLookedForAtTheSameTime() {
        int index = connected(23);
        watched.sockets.vanish(23);
        sweep(61, 91);
        assertLost(1, 0);
        assertThat(watched.live.cookie(index)).as("it is being retired").isEqualTo(23);

        sweep(92, 121, 151);
        assertLost(1, 0);
        assertThat(watched.live.cookie(index)).isZero();
    }

    @Test
    void asksAboutAFewInEachSweepAndAboutEveryoneInTurn() {
        Set<Long> all = new HashSet<>();
        for (long cookie = 1; cookie <= 3 * LostCloses.MAX_QUESTIONS; cookie++) {
            connected(cookie);
            all.add(cookie);
        }
        Set<Long> asked = new HashSet<>();
        for (int second = 61; second < 64; second++) {
            sweep(second);
            asked.addAll(watched.sockets.asked());
            assertThat(asked).hasSize((second - 60) * LostCloses.MAX_QUESTIONS);
        }
        assertThat(asked).isEqualTo(all);
    }

    @Test
    void closingFlowsComeFirst() {
        for (long cookie = 1; cookie <= LostCloses.MAX_QUESTIONS; cookie++) {
            connected(cookie);
        }
        watched.live.state(connected(997), FIN_WAIT1);
        sweep(3);
        watched.sockets.asked();
        sweep(61);

        assertThat(watched.sockets.asked()).hasSize(LostCloses.MAX_QUESTIONS).contains(997L);
    }

    @Test
    void asksNobodyWhoRefuses() {
        watched.live.state(connected(23), FIN_WAIT1);
        connected(29);
        watched.sockets.vanish(23);
        watched.sockets.refuse();
        sweep(3, 5, 7, 90, 120, 180);

        assertThat(watched.sockets.asked()).isEmpty();
        assertLost(0, 2);
    }

    @Test
    void aFlowThatTheKernelReleasedIsForgottenAndNotCountedAgain() {
        watched.live.release(connected(23));
        sweep(3);
        assertLost(0, 1);
        watched.sweepAt(4 * SECOND_NS, 3 * SECOND_NS);
        assertThat(watched.flows.size()).as("its close may be in the ring").isEqualTo(1);
        sweep(5);

        assertLost(0, 0);
        assertThat(watched.sockets.asked()).isEmpty();
    }

    @Test
    void aFlowWithoutAPlaceInTheLiveTableStays() {
        watched.see(record(RecordLayout.TCP_CONNECTED, 23, SECOND_NS).flags(RecordLayout.FLAG_NOT_LIVE));
        sweep(3, 4, 5, 90, 180);

        assertLost(0, 1);
        assertThat(watched.sockets.asked()).isEmpty();
    }

    @Test
    void anEntryWithoutAFlowIsFoundToo() {
        int gone = watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, SECOND_NS);
        int alive = watched.live.claim(RecordBytes.TCP, 29, "10.0.3.7", 5_432, SECOND_NS);
        int closing = watched.live.claim(RecordBytes.TCP, 31, "10.0.3.7", 5_432, SECOND_NS);
        watched.live.state(closing, FIN_WAIT1);
        watched.sockets.vanish(23);
        watched.sockets.vanish(31);
        sweep(5);
        assertThat(watched.sockets.asked()).containsExactly(31L);
        sweep(6);
        assertLost(0, 0);
        sweep(10);
        assertLost(1, 0);
        assertThat(watched.live.cookie(closing)).isZero();

        sweep(60);
        assertThat(watched.sockets.asked()).isEmpty();
        sweep(66, 71, 76);
        assertLost(2, 0);
        assertThat(watched.live.cookie(gone)).isZero();
        assertThat(watched.live.cookie(alive)).isEqualTo(29);
        assertThat(watched.live.flags(alive)).isZero();
    }

    @Test
    void asksAboutEntriesWithoutAFlowInTurn() {
        for (long cookie = 1; cookie <= 2 * LostCloses.MAX_QUESTIONS; cookie++) {
            watched.live.claim(RecordBytes.TCP, cookie, "10.0.3.7", 5_432, SECOND_NS);
        }
        sweep(66, 71);

        assertThat(watched.sockets.asked()).doesNotHaveDuplicates().hasSize(2 * LostCloses.MAX_QUESTIONS);
    }
}
