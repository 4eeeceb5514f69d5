// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static io.ebpflow.flow.Watched.SECOND_NS;
import static io.ebpflow.flow.WatchedCalls.MS;
import static io.ebpflow.flow.WatchedCalls.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import org.junit.jupiter.api.Test;

/** Exchanges; what is slow among them is in {@link SlowCallsTest}. */
class ExchangesTest {
    private static final String OUT = " tcp out local=10.0.0.5/43210 remote=10.0.3.7/5432 flow=23";

    private final WatchedCalls calls = new WatchedCalls(SlowThreshold.ofNs(100 * MS), Pauses.none());

    @Test
    void showsAnExchangeAtTheTimeOfItsEnd() {
        calls.watched.see(calls.connected(MS));
        calls.watched.seen();
        calls.watched.see(calls.call(1, T + 20 * MS, 7 * MS).path(400, 2, 0).owner(calls.user.getId(), 43));

        assertThat(calls.watched.seen())
                .containsExactly("exchange at=7027010" + OUT + " tid=43 thread=user java exact duration=27010000"
                        + " sent=0 received=0 out=0 in=0 retransmits=0 exchange=1 bytes=312/4099 again=2 send=0"
                        + " network=400 peer=6600 pickup=0 transfer=10 total=7010");
        assertThat(calls.endpoint().exchange.total.maxUs).isEqualTo(7_010);
        assertThat(calls.endpoint().exchange.minute.count).isEqualTo(1);
        assertThat(calls.endpoint().peer.total.maxUs).isEqualTo(6_600);
        assertThat(calls.endpoint().pickup.total.maxUs).isZero();
        assertThat(calls.endpoint().queueWait.total.count).isZero();
        assertThat(calls.endpoint().slowCount).isZero();
    }

    @Test
    void showsAnExchangeOfAServer() {
        calls.watched.see(WatchedCalls.at(RecordBytes.exchanged(RecordBytes.TCP, 23, 1), T + SECOND_NS)
                .role(RecordLayout.ROLE_SERVER)
                .reads(T, T + 700 * MS, T + 701 * MS)
                .sends(T + 708 * MS, T + 709 * MS)
                .payload(4_099, 312));

        assertThat(calls.watched.seen())
                .singleElement()
                .asString()
                .startsWith("exchange at=7709000 tcp in ")
                .endsWith(" bytes=312/4099 queue_wait=700000 transfer=1000 service=7000 send=1000 total=709000");
        assertThat(calls.endpoint().queueWait.total.maxUs).isEqualTo(700_000);
        assertThat(calls.endpoint().peer.total.count).isZero();
        assertThat(calls.endpoint().slowCount).isEqualTo(FlowEvent.UNKNOWN);
    }

    @Test
    void countsAnExchangeOverUdpAtItsEndpoint() {
        calls.watched.see(WatchedCalls.at(RecordBytes.exchanged(RecordBytes.UDP, 29, 1), T + SECOND_NS)
                .sends(T, T)
                .reads(T + 7 * MS, T + 7 * MS, T + 7 * MS)
                .payload(33, 55));

        assertThat(calls.watched.seen()).singleElement().asString().startsWith("udp at=7007000 udp out ");
        assertThat(calls.endpoint().tcp).isFalse();
        assertThat(calls.endpoint().exchange.total.maxUs).isEqualTo(7_000);
    }

    @Test
    void whatOverlappedIsShownWithoutTimesAndNeverSlow() {
        calls.watched.see(calls.call(1, T, 700 * MS).exchangeFlags(RecordLayout.EXCHANGE_MULTIPLEXED));

        assertThat(calls.watched.seen()).singleElement().asString().endsWith(" exchange=1 multiplexed bytes=312/4099");
        assertThat(calls.endpoint().multiplexedCount).isEqualTo(1);
        assertThat(calls.endpoint().exchange.total.count).isZero();
    }

    @Test
    void anIdleExchangeIsTakenFromTheLiveTableOnceWithItsOwnEnd() {
        int index = calls.watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, T);
        calls.watched.see(calls.connected(MS));
        calls.watched.seen();
        calls.watched.live.exchange(index, calls.call(1, T + MS, 7 * MS).owner(calls.user.getId(), 43));
        calls.watched.sweepAt(T + 5 * SECOND_NS);
        assertThat(calls.watched.seen()).noneMatch(line -> line.startsWith("exchange"));

        calls.watched.sweepAt(T + 6 * SECOND_NS);
        assertThat(calls.watched.seen())
                .filteredOn(line -> line.startsWith("exchange"))
                .singleElement()
                .asString()
                .startsWith("exchange at=7008010" + OUT + " tid=43 thread=user java exact ")
                .endsWith(" peer=7000 pickup=0 transfer=10 total=7010");

        calls.watched.sweepAt(T + 7 * SECOND_NS);
        calls.watched.see(calls.call(1, T + MS, 7 * MS));
        assertThat(calls.watched.seen()).noneMatch(line -> line.startsWith("exchange"));
        calls.watched.see(calls.call(2, T + 20 * SECOND_NS, 7 * MS));
        assertThat(calls.watched.seen()).hasSize(1);
        assertThat(calls.endpoint().exchange.total.count).isEqualTo(2);
    }

    @Test
    void anExchangeThatARecordToldOfIsNotTakenFromTheLiveTable() {
        int index = calls.watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, T);
        calls.watched.see(calls.connected(MS));
        calls.watched.live.exchange(index, calls.call(1, T + MS, 7 * MS));
        calls.watched.see(calls.call(1, T + MS, 7 * MS));
        calls.watched.seen();
        calls.watched.sweepAt(T + 9 * SECOND_NS);
        assertThat(calls.watched.seen()).noneMatch(line -> line.startsWith("exchange"));
    }

    /** The kernel stores the answer first, then the time of the entry: a sweep may come in between. */
    @Test
    void anAnswerThatCameLateIsNotTakenForAnIdleOne() {
        int index = calls.watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, T);
        calls.watched.see(calls.connected(MS));
        calls.watched.seen();
        calls.watched.live.exchange(index, calls.call(1, T + MS, 8 * SECOND_NS));
        calls.watched.live.memory().putLong(index * RecordLayout.LIVE_BYTES + RecordLayout.LIVE_LAST_NS, T + MS);
        calls.watched.sweepAt(T + 9 * SECOND_NS);
        assertThat(calls.watched.seen()).noneMatch(line -> line.startsWith("exchange"));
    }

    @Test
    void lastWordsAreNoExchange() {
        calls.watched.see(calls.unanswered(1, 9_999_000, RecordLayout.CLOSED_BY_LOCAL));
        assertThat(calls.watched.seen()).isEmpty();
        calls.watched.see(calls.unanswered(2, 10 * MS, RecordLayout.CLOSED_BY_LOCAL));
        assertThat(calls.watched.seen()).singleElement().asString().contains(" exchange=2 unanswered ");
        assertThat(calls.endpoint().unansweredCount).isEqualTo(1);
        assertThat(calls.endpoint().exchange.total.count).isZero();
    }

    /** A log or metrics: one request that lasts as long as the connection. */
    @Test
    void aConnectionThatOnlySendsIsNeitherAnExchangeNorSlow() {
        RecordBytes stream = calls.unanswered(1, 3_600 * SECOND_NS, RecordLayout.CLOSED_BY_LOCAL)
                .sends(T + MS, T + MS + 3_600 * SECOND_NS - MS);
        calls.watched.see(stream);
        assertThat(calls.watched.seen()).isEmpty();
    }
}
