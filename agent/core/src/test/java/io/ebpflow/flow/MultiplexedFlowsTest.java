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
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Exchanges on connections that a library has said to be multiplexed, or not to be. */
class MultiplexedFlowsTest {
    private static final InetSocketAddress LOCAL = Watched.address("10.0.0.5", 43_210);
    private static final InetSocketAddress REMOTE = Watched.address("10.0.3.7", 5_432);

    private final WatchedCalls calls = new WatchedCalls(SlowThreshold.ofNs(100 * MS), Pauses.none());
    private final Watched watched = calls.watched;

    private void said(long timeNs) {
        watched.hooks.multiplexed(timeNs, calls.user, LOCAL, REMOTE);
    }

    /** How the exchanges since the last call end: without the flow, which other tests look at. */
    private List<String> exchanges() {
        return watched.seen().stream()
                .filter(line -> line.startsWith("exchange "))
                .map(line -> line.substring(line.indexOf("exchange=")))
                .collect(Collectors.toList());
    }

    @Test
    void haveBytesAndEndsButNoTimesAndAreNeverSlow() {
        watched.see(calls.connected(MS));
        watched.seen();
        said(T + MS);
        watched.see(calls.call(1, T + 2 * MS, 700 * MS));

        assertThat(watched.seen())
                .singleElement()
                .asString()
                .startsWith("exchange at=7702010 tcp out ")
                .endsWith(" exchange=1 multiplexed bytes=312/4099");
        assertThat(calls.endpoint().multiplexedCount).isEqualTo(1);
        assertThat(calls.endpoint().exchange.total.count).isZero();
        assertThat(calls.endpoint().slowCount).isZero();
        assertThat(watched.hookEvents.unmatchedCount()).isZero();
    }

    /** An upgrade, or a TLS handshake: its record comes when the next one begins. */
    @Test
    void whatWasOverBeforeHasItsTimes() {
        watched.see(calls.connected(MS));
        said(T + 20 * MS);
        watched.see(calls.call(1, T + MS, 7 * MS));
        watched.see(calls.call(2, T + 19 * MS, 7 * MS));
        watched.see(calls.call(3, T + 40 * MS, 7 * MS));

        assertThat(exchanges())
                .containsExactly(
                        "exchange=1 bytes=312/4099 send=0 network=0 peer=7000 pickup=0 transfer=10 total=7010",
                        "exchange=2 multiplexed bytes=312/4099",
                        "exchange=3 multiplexed bytes=312/4099");
    }

    @Test
    void soDoThoseOfAServer() {
        watched.see(WatchedCalls.at(RecordBytes.tcp(RecordLayout.TCP_ARRIVED, 23), T)
                .role(RecordLayout.ROLE_SERVER));
        said(T + MS);
        watched.see(WatchedCalls.at(RecordBytes.exchanged(RecordBytes.TCP, 23, 1), T + SECOND_NS)
                .role(RecordLayout.ROLE_SERVER)
                .reads(T + 2 * MS, T + 3 * MS, T + 4 * MS)
                .sends(T + 8 * MS, T + 9 * MS)
                .payload(4_099, 312));

        assertThat(exchanges()).containsExactly("exchange=1 multiplexed bytes=312/4099");
    }

    @Test
    void soDoThoseThatTheLiveTableTellsOf() {
        int index = watched.live.claim(RecordBytes.TCP, 23, "10.0.3.7", 5_432, T);
        watched.see(calls.connected(MS));
        said(T + MS);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);
        watched.live.exchange(index, calls.call(1, T + 2 * MS, 7 * MS));
        watched.sweepAt(T + 6 * SECOND_NS);

        assertThat(exchanges()).containsExactly("exchange=1 multiplexed bytes=312/4099");
    }

    @Test
    void anEventLoopHasNoTimesUntilALibraryVouchesForIt() {
        watched.see(calls.connected(MS));
        watched.see(polled(1, T + 2 * MS));
        watched.hooks.sequential(T + 20 * MS, calls.user, LOCAL, REMOTE);
        watched.see(polled(2, T + 19 * MS));
        watched.see(polled(3, T + 40 * MS));

        assertThat(exchanges())
                .containsExactly(
                        "exchange=1 multiplexed bytes=312/4099",
                        "exchange=2 multiplexed bytes=312/4099",
                        "exchange=3 bytes=312/4099 send=0 network=0 peer=7000 pickup=0 transfer=10 total=7010");
        assertThat(watched.hookEvents.unmatchedCount()).isZero();
    }

    @Test
    void whatIsMultiplexedStaysSoWhateverIsVouchedFor() {
        watched.see(calls.connected(MS));
        watched.hooks.sequential(T + MS, calls.user, LOCAL, REMOTE);
        said(T + 20 * MS);
        watched.hooks.sequential(T + 21 * MS, calls.user, LOCAL, REMOTE);
        watched.see(polled(1, T + 2 * MS));
        watched.see(polled(2, T + 40 * MS));

        assertThat(exchanges())
                .satisfiesExactly(
                        line -> assertThat(line).contains(" total=7010"),
                        line -> assertThat(line).isEqualTo("exchange=2 multiplexed bytes=312/4099"));
    }

    /** The next request cut it short: the end that the kernel saw was not its own. */
    @Test
    void whatWasUnderWayWhenAnotherRequestWasSentHasNoTimes() {
        watched.see(calls.connected(MS));
        watched.hooks.sequential(T + MS, calls.user, LOCAL, REMOTE);
        watched.see(polled(1, T + 2 * MS));
        watched.hooks.pipelined(T + 4 * SECOND_NS, calls.user, LOCAL, REMOTE);
        watched.see(polled(2, T + 2 * SECOND_NS));

        assertThat(exchanges())
                .satisfiesExactly(
                        line -> assertThat(line).contains(" total=7010"),
                        line -> assertThat(line).isEqualTo("exchange=2 multiplexed bytes=312/4099"));
    }

    private RecordBytes polled(int number, long beginNs) {
        return calls.call(number, beginNs, 7 * MS).exchangeFlags(RecordLayout.EXCHANGE_POLLED);
    }

    /** A PING that is not answered any more, GOAWAY. */
    @Test
    void lastWordsAreNoExchange() {
        watched.see(calls.connected(MS));
        said(T + MS / 2);
        watched.see(calls.unanswered(1, 9 * MS, RecordLayout.CLOSED_BY_LOCAL));
        assertThat(exchanges()).isEmpty();
        watched.see(calls.unanswered(2, 20 * MS, RecordLayout.CLOSED_BY_LOCAL));
        assertThat(exchanges()).containsExactly("exchange=2 multiplexed unanswered bytes=312/4099");
    }

    @Test
    void aConnectionThatIsNotKnownIsCounted() {
        watched.see(calls.connected(MS));
        watched.hooks.multiplexed(T + MS, calls.user, LOCAL, Watched.address("10.0.3.7", 5_433));
        watched.hooks.multiplexed(T + MS, calls.user, REMOTE, LOCAL);
        watched.see(calls.call(1, T + 2 * MS, 7 * MS));

        assertThat(watched.hookEvents.unmatchedCount()).isEqualTo(2);
        assertThat(exchanges()).singleElement().asString().contains(" total=7010");
    }

    @Test
    void theNextConnectionOfThePairIsAnotherOne() {
        watched.see(calls.connected(MS));
        said(T + MS);
        watched.see(calls.connected(MS).cookie(29).timeNs(T + SECOND_NS));
        watched.see(calls.call(1, T + 2 * SECOND_NS, 7 * MS).cookie(29));
        assertThat(exchanges()).singleElement().asString().contains(" total=7010");

        said(T + 3 * SECOND_NS);
        watched.see(calls.call(2, T + 4 * SECOND_NS, 7 * MS).cookie(29));
        assertThat(exchanges()).containsExactly("exchange=2 multiplexed bytes=312/4099");
    }

    @Test
    void anExchangeThatFollowsTheCloseHasNoTimesEither() {
        watched.see(calls.connected(MS));
        said(T + MS);
        watched.see(WatchedCalls.at(RecordBytes.tcp(RecordLayout.TCP_CLOSED, 23), T + 2 * MS));
        watched.see(calls.call(1, T + MS, 7 * MS));
        watched.see(calls.call(1, T + MS, 7 * MS).cookie(29));

        assertThat(exchanges())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("exchange=1 multiplexed bytes=312/4099"),
                        line -> assertThat(line).contains(" total=7010"));
    }

    /** Nobody knows any more which one it was. */
    @Test
    void onceOneHadToMakeRoomWhatIsNotKnownHasNoTimes() {
        watched.see(calls.connected(MS));
        said(T + MS);
        watched.hookEvents.runBefore(T + 2 * MS);
        watched.see(calls.call(1, T + MS, 7 * MS).cookie(29));
        assertThat(exchanges()).singleElement().asString().contains(" total=7010");

        for (int i = 0; i < 2 * WatchedCalls.MAX_FLOWS; i++) {
            watched.see(calls.connected(MS).cookie(1_000 + i).local("10.0.0.6", 10_000 + i));
        }
        watched.see(calls.call(2, T + SECOND_NS, 7 * MS));
        watched.see(calls.call(2, T + SECOND_NS, 7 * MS).cookie(29));
        assertThat(exchanges())
                .containsExactly("exchange=2 multiplexed bytes=312/4099", "exchange=2 multiplexed bytes=312/4099");
    }
}
