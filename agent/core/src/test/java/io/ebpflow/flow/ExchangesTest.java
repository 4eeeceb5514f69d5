// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static io.ebpflow.flow.Watched.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.exchange.KnownPauses;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangesTest {
    private static final long T = 7 * SECOND_NS;
    private static final long MS = 1_000_000;
    private static final String OUT = " tcp out local=10.0.0.5/43210 remote=10.0.3.7/5432 flow=23";

    private Watched watched = new Watched();
    private Thread opener = watched.thread("opener", 41);
    private Thread user = watched.thread("user", 43);

    private void watch(SlowThreshold threshold, Pauses pauses) {
        watched = new Watched(101, new SlowThresholds(threshold, List.of()), pauses);
        opener = watched.thread("opener", 41);
        user = watched.thread("user", 43);
    }

    private static RecordBytes at(RecordBytes record, long timeNs) {
        return record.role(RecordLayout.ROLE_CLIENT)
                .timeNs(timeNs)
                .startNs(T)
                .local("10.0.0.5", 43_210)
                .remote("10.0.3.7", 5_432);
    }

    private RecordBytes connected(long latencyNs) {
        return at(RecordBytes.tcp(RecordLayout.TCP_CONNECTED, 23), T)
                .latencyNs(latencyNs)
                .owner(opener.getId(), 41);
    }

    /** A call that the kernel saw end some time after it was over. */
    private RecordBytes call(int number, long beginNs, long peerNs) {
        long endNs = beginNs + peerNs + 10_000;
        return at(RecordBytes.exchanged(RecordBytes.TCP, 23, number), endNs + 3 * SECOND_NS)
                .sends(beginNs, beginNs)
                .reads(beginNs + peerNs, beginNs + peerNs, endNs)
                .payload(312, 4_099)
                .owner(opener.getId(), 41);
    }

    private RecordBytes unanswered(int number, long waitNs, int closedBy) {
        return call(number, T + MS, waitNs)
                .exchangeFlags(RecordLayout.EXCHANGE_UNANSWERED)
                .reads(0, 0, T + MS + waitNs)
                .closedBy(closedBy);
    }

    private List<String> slow() {
        List<String> slow = new ArrayList<>();
        for (String line : watched.seen()) {
            if (line.startsWith("slow ")) {
                slow.add(line);
            }
        }
        return slow;
    }

    private EndpointRow endpoint() {
        List<EndpointRow> rows = new ArrayList<>();
        watched.tracker
                .endpoints()
                .forEach(endpoint -> rows.add(
                        new EndpointRow(endpoint, watched.tracker.clock().nanoTime())));
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    @Test
    void showsAnExchangeAtTheTimeOfItsEnd() {
        watched.see(connected(MS));
        watched.seen();
        watched.see(call(1, T + 20 * MS, 7 * MS).path(400, 2, 0).owner(user.getId(), 43));

        assertThat(watched.seen())
                .containsExactly("exchange at=7027010" + OUT + " tid=43 thread=user java exact duration=27010000"
                        + " sent=0 received=0 out=0 in=0 retransmits=0 exchange=1 bytes=312/4099 again=2 send=0"
                        + " network=400 peer=6600 pickup=0 transfer=10 total=7010");
        assertThat(endpoint().exchange.total.maxUs).isEqualTo(7_010);
        assertThat(endpoint().exchange.minute.count).isEqualTo(1);
        assertThat(endpoint().peer.total.maxUs).isEqualTo(6_600);
        assertThat(endpoint().pickup.total.maxUs).isZero();
        assertThat(endpoint().queueWait.total.count).isZero();
        assertThat(endpoint().slowCount).isZero();
    }

    @Test
    void showsAnExchangeOfAServer() {
        watched.see(at(RecordBytes.exchanged(RecordBytes.TCP, 23, 1), T + SECOND_NS)
                .role(RecordLayout.ROLE_SERVER)
                .reads(T, T + 700 * MS, T + 701 * MS)
                .sends(T + 708 * MS, T + 709 * MS)
                .payload(4_099, 312));

        assertThat(watched.seen())
                .singleElement()
                .asString()
                .startsWith("exchange at=7709000 tcp in ")
                .endsWith(" bytes=312/4099 queue_wait=700000 transfer=1000 service=7000 send=1000 total=709000");
        assertThat(endpoint().queueWait.total.maxUs).isEqualTo(700_000);
        assertThat(endpoint().peer.total.count).isZero();
        assertThat(endpoint().slowCount).isEqualTo(FlowEvent.UNKNOWN);
    }

    @Test
    void countsAnExchangeOverUdpAtItsEndpoint() {
        watched.see(at(RecordBytes.exchanged(RecordBytes.UDP, 29, 1), T + SECOND_NS)
                .sends(T, T)
                .reads(T + 7 * MS, T + 7 * MS, T + 7 * MS)
                .payload(33, 55));

        assertThat(watched.seen()).singleElement().asString().startsWith("udp at=7007000 udp out ");
        assertThat(endpoint().tcp).isFalse();
        assertThat(endpoint().exchange.total.maxUs).isEqualTo(7_000);
    }

    @Test
    void whatOverlappedIsShownWithoutTimesAndNeverSlow() {
        watched.see(call(1, T, 700 * MS).exchangeFlags(RecordLayout.EXCHANGE_MULTIPLEXED));

        assertThat(watched.seen()).singleElement().asString().endsWith(" exchange=1 multiplexed bytes=312/4099");
        assertThat(endpoint().multiplexedCount).isEqualTo(1);
        assertThat(endpoint().exchange.total.count).isZero();
    }

    @Test
    void anIdleExchangeIsTakenFromTheLiveTableOnceWithItsOwnEnd() {
        int index = watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, T);
        watched.see(connected(MS));
        watched.seen();
        watched.live.exchange(index, call(1, T + MS, 7 * MS).owner(user.getId(), 43));
        watched.sweepAt(T + 5 * SECOND_NS);
        assertThat(watched.seen()).noneMatch(line -> line.startsWith("exchange"));

        watched.sweepAt(T + 6 * SECOND_NS);
        assertThat(watched.seen())
                .filteredOn(line -> line.startsWith("exchange"))
                .singleElement()
                .asString()
                .startsWith("exchange at=7008010" + OUT + " tid=43 thread=user java exact ")
                .endsWith(" peer=7000 pickup=0 transfer=10 total=7010");

        watched.sweepAt(T + 7 * SECOND_NS);
        watched.see(call(1, T + MS, 7 * MS));
        assertThat(watched.seen()).noneMatch(line -> line.startsWith("exchange"));
        watched.see(call(2, T + 20 * SECOND_NS, 7 * MS));
        assertThat(watched.seen()).hasSize(1);
        assertThat(endpoint().exchange.total.count).isEqualTo(2);
    }

    @Test
    void anExchangeThatARecordToldOfIsNotTakenFromTheLiveTable() {
        int index = watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, T);
        watched.see(connected(MS));
        watched.live.exchange(index, call(1, T + MS, 7 * MS));
        watched.see(call(1, T + MS, 7 * MS));
        watched.seen();
        watched.sweepAt(T + 9 * SECOND_NS);
        assertThat(watched.seen()).noneMatch(line -> line.startsWith("exchange"));
    }

    /** The kernel stores the answer first, then the time of the entry: a sweep may come in between. */
    @Test
    void anAnswerThatCameLateIsNotTakenForAnIdleOne() {
        int index = watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, T);
        watched.see(connected(MS));
        watched.seen();
        watched.live.exchange(index, call(1, T + MS, 8 * SECOND_NS));
        watched.live.memory().putLong(index * RecordLayout.LIVE_BYTES + RecordLayout.LIVE_LAST_NS, T + MS);
        watched.sweepAt(T + 9 * SECOND_NS);
        assertThat(watched.seen()).noneMatch(line -> line.startsWith("exchange"));
    }

    @Test
    void lastWordsAreNoExchange() {
        watched.see(unanswered(1, 9_999_000, RecordLayout.CLOSED_BY_LOCAL));
        assertThat(watched.seen()).isEmpty();
        watched.see(unanswered(2, 10 * MS, RecordLayout.CLOSED_BY_LOCAL));
        assertThat(watched.seen()).singleElement().asString().contains(" exchange=2 unanswered ");
        assertThat(endpoint().unansweredCount).isEqualTo(1);
        assertThat(endpoint().exchange.total.count).isZero();
    }

    /** A log or metrics: one request that lasts as long as the connection. */
    @Test
    void aConnectionThatOnlySendsIsNeitherAnExchangeNorSlow() {
        RecordBytes stream = unanswered(1, 3_600 * SECOND_NS, RecordLayout.CLOSED_BY_LOCAL)
                .sends(T + MS, T + MS + 3_600 * SECOND_NS - MS);
        watched.see(stream);
        assertThat(watched.seen()).isEmpty();
    }

    @Test
    void saysWhyThereWasNoAnswer() {
        watched.see(unanswered(1, 211 * MS, RecordLayout.CLOSED_BY_RESET));
        assertThat(slow()).singleElement().asString().contains(" error=ECONNRESET verdict=peer exchange=1 unanswered ");
        watched.see(unanswered(2, 211 * MS, RecordLayout.CLOSED_BY_TIMEOUT));
        assertThat(slow()).singleElement().asString().contains(" error=ETIMEDOUT ");
        watched.see(unanswered(3, 211 * MS, RecordLayout.CLOSED_BY_LOCAL));
        assertThat(slow()).singleElement().asString().doesNotContain("error");
        assertThat(endpoint().slowCount).isEqualTo(3);
    }

    @Test
    void reportsASlowCallAfterTheExchange() {
        watched.see(call(1, T, 100 * MS - 11_000));
        assertThat(slow()).isEmpty();
        watched.see(call(2, T, 100 * MS - 10_000));
        List<String> seen = watched.seen();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).startsWith("exchange at=7100000 ").endsWith(" total=100000");
        assertThat(seen.get(1)).startsWith("slow at=7100000 ").contains(" verdict=peer exchange=2 ");
        assertThat(endpoint().slowCount).isEqualTo(1);
    }

    @Test
    void reportsASlowConnectOnceAndByItself() {
        watched.see(connected(100 * MS));
        assertThat(slow())
                .singleElement()
                .asString()
                .contains(" connect=100000000 ")
                .endsWith(" verdict=connect");
        watched.see(call(1, T + MS, MS));
        assertThat(slow()).isEmpty();
        assertThat(endpoint().slowCount).isEqualTo(1);
    }

    @Test
    void reportsASlowConnectThatFailed() {
        watched.see(at(RecordBytes.tcp(RecordLayout.TCP_CONNECT_FAILED, 23), T)
                .latencyNs(211 * MS)
                .error(110));
        assertThat(slow())
                .singleElement()
                .asString()
                .contains(" connect=211000000 ")
                .endsWith(" error=ETIMEDOUT verdict=connect");
    }

    @Test
    void addsTheConnectToTheFirstCallOfTheSameThread() {
        watched.see(connected(60 * MS));
        watched.see(call(1, T + MS, 50 * MS));
        assertThat(slow())
                .singleElement()
                .asString()
                .contains(" connect=60000000 ")
                .contains(" verdict=connect ");
        watched.see(call(2, T + MS, 50 * MS));
        assertThat(slow()).isEmpty();
    }

    @Test
    void leavesTheConnectOutWhereItDoesNotBelongToTheCall() {
        watched.see(connected(60 * MS));
        watched.see(call(1, T + MS, 50 * MS).owner(user.getId(), 43));
        assertThat(slow()).as("another thread").isEmpty();
        watched.see(connected(60 * MS));
        watched.see(call(1, T + 10 * MS, 50 * MS));
        assertThat(slow()).as("a while later").isEmpty();
        watched.see(connected(60 * MS).owner(0, 0));
        watched.see(call(1, T + MS, 50 * MS).owner(0, 0));
        assertThat(slow()).as("nobody knows who").isEmpty();
        watched.see(connected(60 * MS).owner(0, 47));
        watched.see(call(1, T + MS, 50 * MS).owner(0, 47));
        assertThat(slow()).as("a thread without a slot").hasSize(1);
    }

    @Test
    void learnsWhatIsSlowForAnEndpoint() {
        watch(SlowThreshold.adaptive(), Pauses.none());
        for (int i = 1; i <= 200; i++) {
            watched.see(call(i, T + i * 10 * MS, 2 * MS));
            assertThat(slow()).isEmpty();
        }
        watched.see(call(201, T + 2_100 * MS, 2 * MS));
        assertThat(slow()).isEmpty();
        watched.see(call(202, T + 3_200 * MS, 3 * MS));
        assertThat(slow()).hasSize(1);
        watched.see(call(203, T + 180 * SECOND_NS, 50 * MS));
        assertThat(slow()).as("the minute is forgotten").isEmpty();
        watched.see(call(204, T + 181 * SECOND_NS, 100 * MS));
        assertThat(slow()).as("then 100 ms").hasSize(1);
    }

    @Test
    void zeroReportsEveryCall() {
        watch(SlowThreshold.ofNs(0), Pauses.none());
        watched.see(connected(1));
        watched.see(call(1, T + MS, 0));
        assertThat(slow()).hasSize(2);
    }

    @Test
    void namesPausesInsideThePickup() {
        watch(SlowThreshold.ofNs(0), KnownPauses.one(T + 6 * MS, T + 19 * MS));
        watched.see(call(1, T, 7 * MS).reads(T + 7 * MS, T + 20 * MS, T + 21 * MS));
        assertThat(slow()).singleElement().asString().endsWith(" pickup=13000 transfer=1000 total=21000 gc=12000");
        watched.see(call(2, T + 100 * MS, 7 * MS));
        assertThat(slow()).singleElement().asString().endsWith(" gc=0");
    }

    /** The system call goes on while Java is stopped: the thread has the data when the stop ends. */
    @Test
    void aReadThatReturnedIntoAPauseEndsWithIt() {
        watch(SlowThreshold.ofNs(0), KnownPauses.one(T + 6 * MS, T + 19 * MS));
        watched.see(call(1, T, 7 * MS).reads(T + 7 * MS, T + 8 * MS, T + 9 * MS));
        assertThat(slow()).singleElement().asString().endsWith(" pickup=12000 total=19000 gc=12000");
    }

    @Test
    void aFullWindowIsThePeersFault() {
        watched.see(call(1, T, 200 * MS)
                .sends(T, T + 150 * MS)
                .path(60_000, 0, 0)
                .exchangeFlags(RecordLayout.EXCHANGE_WINDOW_LIMITED));
        assertThat(slow()).singleElement().asString().contains(" verdict=peer exchange=1 window_limited ");
    }
}
