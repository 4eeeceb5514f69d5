// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static io.ebpflow.flow.Watched.SECOND_NS;
import static io.ebpflow.flow.WatchedCalls.MS;
import static io.ebpflow.flow.WatchedCalls.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.exchange.KnownPauses;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowCallsTest {
    private WatchedCalls calls = new WatchedCalls(SlowThreshold.ofNs(100 * MS), Pauses.none());

    @Test
    void saysWhyThereWasNoAnswer() {
        calls.watched.see(calls.unanswered(1, 211 * MS, RecordLayout.CLOSED_BY_RESET));
        assertThat(calls.slow())
                .singleElement()
                .asString()
                .contains(" error=ECONNRESET verdict=peer exchange=1 unanswered ");
        calls.watched.see(calls.unanswered(2, 211 * MS, RecordLayout.CLOSED_BY_TIMEOUT));
        assertThat(calls.slow()).singleElement().asString().contains(" error=ETIMEDOUT ");
        calls.watched.see(calls.unanswered(3, 211 * MS, RecordLayout.CLOSED_BY_LOCAL));
        assertThat(calls.slow()).singleElement().asString().doesNotContain("error");
        assertThat(calls.endpoint().slowCount).isEqualTo(3);
    }

    @Test
    void reportsASlowCallAfterTheExchange() {
        calls.watched.see(calls.call(1, T, 100 * MS - 11_000));
        assertThat(calls.slow()).isEmpty();
        calls.watched.see(calls.call(2, T, 100 * MS - 10_000));
        List<String> seen = calls.watched.seen();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).startsWith("exchange at=7100000 ").endsWith(" total=100000");
        assertThat(seen.get(1)).startsWith("slow at=7100000 ").contains(" verdict=peer exchange=2 ");
        assertThat(calls.endpoint().slowCount).isEqualTo(1);
    }

    @Test
    void reportsASlowConnectOnceAndByItself() {
        calls.watched.see(calls.connected(100 * MS));
        assertThat(calls.slow())
                .singleElement()
                .asString()
                .contains(" connect=100000000 ")
                .endsWith(" verdict=connect");
        calls.watched.see(calls.call(1, T + MS, MS));
        assertThat(calls.slow()).isEmpty();
        assertThat(calls.endpoint().slowCount).isEqualTo(1);
    }

    @Test
    void reportsASlowConnectThatFailed() {
        calls.watched.see(WatchedCalls.at(RecordBytes.tcp(RecordLayout.TCP_CONNECT_FAILED, 23), T)
                .latencyNs(211 * MS)
                .error(110));
        assertThat(calls.slow())
                .singleElement()
                .asString()
                .contains(" connect=211000000 ")
                .endsWith(" error=ETIMEDOUT verdict=connect");
    }

    @Test
    void addsTheConnectToTheFirstCallOfTheSameThread() {
        calls.watched.see(calls.connected(60 * MS));
        calls.watched.see(calls.call(1, T + MS, 50 * MS));
        assertThat(calls.slow())
                .singleElement()
                .asString()
                .contains(" connect=60000000 ")
                .contains(" verdict=connect ");
        calls.watched.see(calls.call(2, T + MS, 50 * MS));
        assertThat(calls.slow()).isEmpty();
    }

    @Test
    void leavesTheConnectOutWhereItDoesNotBelongToTheCall() {
        calls.watched.see(calls.connected(60 * MS));
        calls.watched.see(calls.call(1, T + MS, 50 * MS).owner(calls.user.getId(), 43));
        assertThat(calls.slow()).as("another thread").isEmpty();
        calls.watched.see(calls.connected(60 * MS));
        calls.watched.see(calls.call(1, T + 10 * MS, 50 * MS));
        assertThat(calls.slow()).as("a while later").isEmpty();
        calls.watched.see(calls.connected(60 * MS).owner(0, 0));
        calls.watched.see(calls.call(1, T + MS, 50 * MS).owner(0, 0));
        assertThat(calls.slow()).as("nobody knows who").isEmpty();
        calls.watched.see(calls.connected(60 * MS).owner(0, 47));
        calls.watched.see(calls.call(1, T + MS, 50 * MS).owner(0, 47));
        assertThat(calls.slow()).as("a thread without a slot").hasSize(1);
    }

    @Test
    void learnsWhatIsSlowForAnEndpoint() {
        calls = new WatchedCalls(SlowThreshold.adaptive(), Pauses.none());
        for (int i = 1; i <= 200; i++) {
            calls.watched.see(calls.call(i, T + i * 10 * MS, 2 * MS));
            assertThat(calls.slow()).isEmpty();
        }
        calls.watched.see(calls.call(201, T + 2_100 * MS, 2 * MS));
        assertThat(calls.slow()).isEmpty();
        calls.watched.see(calls.call(202, T + 3_200 * MS, 3 * MS));
        assertThat(calls.slow()).hasSize(1);
        calls.watched.see(calls.call(203, T + 180 * SECOND_NS, 50 * MS));
        assertThat(calls.slow()).as("the minute is forgotten").isEmpty();
        calls.watched.see(calls.call(204, T + 181 * SECOND_NS, 100 * MS));
        assertThat(calls.slow()).as("then 100 ms").hasSize(1);
    }

    @Test
    void zeroReportsEveryCall() {
        calls = new WatchedCalls(SlowThreshold.ofNs(0), Pauses.none());
        calls.watched.see(calls.connected(1));
        calls.watched.see(calls.call(1, T + MS, 0));
        assertThat(calls.slow()).hasSize(2);
    }

    @Test
    void namesPausesInsideThePickup() {
        calls = new WatchedCalls(SlowThreshold.ofNs(0), KnownPauses.one(T + 6 * MS, T + 19 * MS));
        calls.watched.see(calls.call(1, T, 7 * MS).reads(T + 7 * MS, T + 20 * MS, T + 21 * MS));
        assertThat(calls.slow())
                .singleElement()
                .asString()
                .endsWith(" pickup=13000 transfer=1000 total=21000 gc=12000");
        calls.watched.see(calls.call(2, T + 100 * MS, 7 * MS));
        assertThat(calls.slow()).singleElement().asString().endsWith(" gc=0");
    }

    @Test
    void whoOnlySendsDoesNotWaitForAnAnswer() {
        calls.watched.see(
                calls.unanswered(1, 3 * SECOND_NS, RecordLayout.CLOSED_BY_LOCAL).sends(T + MS, T + 2 * SECOND_NS));
        assertThat(calls.slow()).isEmpty();
        calls.watched.see(
                calls.unanswered(2, 3 * SECOND_NS, RecordLayout.CLOSED_BY_LOCAL).sends(T + MS, T + SECOND_NS));
        assertThat(calls.slow()).as("waited for longer than it sent").hasSize(1);
    }

    /** The system call goes on while Java is stopped: the thread has the data when the stop ends. */
    @Test
    void aReadThatReturnedIntoAPauseEndsWithIt() {
        calls = new WatchedCalls(SlowThreshold.ofNs(0), KnownPauses.one(T + 6 * MS, T + 19 * MS));
        calls.watched.see(calls.call(1, T, 7 * MS).reads(T + 7 * MS, T + 8 * MS, T + 9 * MS));
        assertThat(calls.slow()).singleElement().asString().endsWith(" pickup=12000 transfer=0 total=19000 gc=12000");
    }

    @Test
    void aFullWindowIsThePeersFault() {
        calls.watched.see(calls.call(1, T, 200 * MS)
                .sends(T, T + 150 * MS)
                .path(60_000, 0, 0)
                .exchangeFlags(RecordLayout.EXCHANGE_WINDOW_LIMITED));
        assertThat(calls.slow()).singleElement().asString().contains(" verdict=peer exchange=1 window_limited ");
    }
}
