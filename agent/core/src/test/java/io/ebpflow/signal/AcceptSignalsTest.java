// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.Endpoint;
import io.ebpflow.flow.Watched;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inbound connections: what the kernel says before and after accept(), and what Java's hook says of it. */
class AcceptSignalsTest {
    private static final String IN = " local=2001:db8::5/8080 remote=2001:db8::7/40001 flow=29";
    private static final InetSocketAddress PEER = Watched.address("2001:db8::7", 40_001);

    private final Watched watched = new Watched();
    private final Thread acceptor = watched.thread("acceptor", 41);
    private final Thread worker = watched.thread("worker", 43);

    private static RecordBytes in(int type, long timeNs) {
        return RecordBytes.tcp(type, 29)
                .role(RecordLayout.ROLE_SERVER)
                .timeNs(timeNs)
                .startNs(5_000_000)
                .local("2001:db8::5", 8_080)
                .remote("2001:db8::7", 40_001);
    }

    private static RecordBytes arrived() {
        return in(RecordLayout.TCP_ARRIVED, 5_000_000).latencyNs(900).segments(1, 2, 0, 37);
    }

    private RecordBytes closed(long timeNs) {
        return in(RecordLayout.TCP_CLOSED, timeNs)
                .owner(worker.getId(), 43)
                .closedBy(RecordLayout.CLOSED_BY_LOCAL)
                .bytes(7, 11);
    }

    private Endpoint endpoint() {
        List<Endpoint> all = new ArrayList<>();
        watched.tracker.endpoints().forEach(all::add);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void anArrivalIsShownWhenItIsAccepted() {
        watched.see(arrived());
        assertThat(watched.seen()).isEmpty();

        watched.hooks.accepted(5_250_000, acceptor, 41, PEER, 8_080);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);
        assertThat(watched.seen())
                .containsExactly("accept at=5250 tcp in" + IN + " tid=41 thread=acceptor java exact wait=250000"
                        + " sent=0 received=0 out=1 in=2 retransmits=0 srtt=37");
        assertThat(endpoint().name()).isEqualTo(":8080");
        assertThat(endpoint().connectCount).isEqualTo(1);
        assertThat(endpoint().openCount).isEqualTo(1);
        assertThat(endpoint().latency().total().maxUs).isEqualTo(250);
    }

    @Test
    void takesTheAcceptBetweenArrivalAndCloseOfOneBatch() {
        watched.hooks.accepted(5_250_000, acceptor, 41, PEER, 8_080);
        watched.see(arrived());
        watched.see(closed(6_000_000));

        List<String> seen = watched.seen();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).startsWith("accept at=5250");
        assertThat(seen.get(1))
                .isEqualTo("close at=6000 tcp in" + IN + " tid=43 thread=worker java exact wait=250000"
                        + " duration=1000000 sent=7 received=11 out=0 in=0 retransmits=0 closed_by=local");
        assertThat(endpoint().openCount).isZero();
    }

    @Test
    void aConnectionThatWasUsedWithoutAHookCountsAsAccepted() {
        watched.see(arrived());
        watched.see(closed(6_000_000));

        assertThat(watched.seen())
                .first()
                .asString()
                .isEqualTo("accept at=5000 tcp in" + IN + " sent=7 received=11 out=0 in=0 retransmits=0");
        assertThat(endpoint().connectCount).isEqualTo(1);
        assertThat(endpoint().openCount).isZero();
    }

    @Test
    void aConnectionThatEndsInTheAcceptQueueIsStillAccepted() {
        watched.see(arrived());
        watched.see(in(RecordLayout.TCP_CLOSED, 6_000_000)
                .closedBy(RecordLayout.CLOSED_BY_RESET)
                .error(104));

        assertThat(watched.seen()).singleElement().asString().startsWith("close at=6000");
        watched.hooks.accepted(7_000_000, acceptor, 41, PEER, 8_080);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);
        assertThat(watched.seen())
                .singleElement()
                .asString()
                .startsWith("accept at=7000")
                .contains("wait=2000000");
        assertThat(endpoint().openCount).isZero();
        assertThat(watched.hookEvents.unmatchedCount()).isZero();
    }

    @Test
    void acceptsTheOlderOfTwoConnectionsOfOnePairFirst() {
        watched.see(arrived());
        watched.see(in(RecordLayout.TCP_CLOSED, 6_000_000));
        watched.see(in(RecordLayout.TCP_ARRIVED, 6_500_000).cookie(31).startNs(6_500_000));
        watched.seen();

        watched.hooks.accepted(7_000_000, acceptor, 41, PEER, 8_080);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);
        assertThat(watched.seen()).singleElement().asString().contains("wait=2000000");
    }

    @Test
    void doesNotTakeAConnectionThatWasNeverAcceptedForAnOpenOne() {
        watched.see(arrived());
        watched.hooks.accepted(5_250_000, acceptor, 41, PEER, 8_080);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);

        watched.see(in(RecordLayout.TCP_ARRIVED, 5_500_000).cookie(31).remote("2001:db8::7", 40_002));
        watched.see(in(RecordLayout.TCP_CLOSED, 6_000_000).cookie(31).remote("2001:db8::7", 40_002));
        assertThat(endpoint().openCount).as("the first one").isEqualTo(1);
    }

    @Test
    void waitsTwoSweepsForTheHookOfAConnectionThatIsUsed() {
        watched.see(arrived());
        int index = watched.live.claim(RecordBytes.TCP, 29, "2001:db8::7", 40_001, 5_000_000);
        watched.live.user(index, worker.getId(), 43);
        watched.live.count(index, 0, 11, 1, 2, 5_300_000);

        watched.sweepAt(Watched.SECOND_NS);
        assertThat(watched.seen()).isEmpty();

        watched.hooks.accepted(5_250_000, acceptor, 41, PEER, 8_080);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);
        watched.sweepAt(2 * Watched.SECOND_NS);
        assertThat(watched.seen()).singleElement().asString().contains(" thread=acceptor java exact wait=250000");
    }

    @Test
    void aConnectionThatIsUsedAtTwoSweepsWasAcceptedUnseen() {
        watched.see(arrived());
        int index = watched.live.claim(RecordBytes.TCP, 29, "2001:db8::7", 40_001, 5_000_000);
        watched.live.user(index, worker.getId(), 43);
        watched.sweepAt(Watched.SECOND_NS);
        watched.sweepAt(2 * Watched.SECOND_NS);
        watched.sweepAt(3 * Watched.SECOND_NS);

        assertThat(watched.seen()).singleElement().asString().startsWith("accept at=5000 tcp in" + IN);
    }
}
