// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static io.ebpflow.flow.WatchedCalls.MS;
import static io.ebpflow.flow.WatchedCalls.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.bridge.HookOffers;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Host names: what was looked up, and to which connects and calls it belongs. */
class LookupsTest {
    private static final InetAddress FOUND = Watched.address("10.0.3.7", 1).getAddress();

    private final WatchedCalls calls = new WatchedCalls(SlowThreshold.ofNs(100 * MS), Pauses.none());

    private void lookedUp(long endNs, Thread thread, String host, int us) {
        calls.watched.hooks.lookedUp(endNs, thread, 0, host, FOUND, us);
    }

    /** A connect whose SYN was sent so long before it was established, at {@link WatchedCalls#T}. */
    private RecordBytes connected(String host, long latencyNs) {
        return calls.connected(latencyNs)
                .nameId(HookOffers.name(calls.watched.tracker.threads().hostNames(), host));
    }

    private List<String> see(RecordBytes record) {
        calls.watched.see(record);
        return calls.watched.seen();
    }

    private void sees(RecordBytes connect, String ending) {
        List<String> seen = see(connect);
        assertThat(seen.get(seen.size() - 1)).startsWith("connect ").contains(ending);
    }

    @Test
    void showsALookup() {
        lookedUp(T, calls.opener, "db.test", 41_000);
        calls.watched.hookEvents.runUntil(1, Integer.MAX_VALUE);

        assertThat(calls.watched.seen())
                .containsExactly("lookup at=7000000 remote=10.0.3.7/0 name=db.test tid=79 thread=opener java exact"
                        + " lookup=41000000");
    }

    @Test
    void aLookupThatFailedSlowlyIsASlowCallByItself() {
        UnknownHostException thrown = new UnknownHostException("db.test: Temporary failure in name resolution");
        calls.watched.hooks.lookedUp(T, calls.opener, 0, "db.test", thrown, 99_999);
        calls.watched.hookEvents.runUntil(1, Integer.MAX_VALUE);
        assertThat(calls.watched.seen()).singleElement().asString().endsWith(" lookup=99999000 error=EAI_AGAIN");

        calls.watched.hooks.lookedUp(T, calls.opener, 0, "db.test", thrown, 100_000);
        calls.watched.hookEvents.runUntil(2, Integer.MAX_VALUE);
        List<String> seen = calls.watched.seen();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(1))
                .startsWith("slow ")
                .endsWith(
                        " name=db.test tid=79 thread=opener java exact lookup=100000000 error=EAI_AGAIN verdict=lookup");
    }

    @Test
    void everyConnectBearsTheNameThatItWasMadeWith() {
        sees(connected("alpha.test", MS), " name=alpha.test ");
        sees(connected("beta.test", MS), " name=beta.test ");
        assertThat(calls.endpoint().remoteName).as("no one name").isNull();
        assertThat(see(connected(null, MS))).singleElement().asString().doesNotContain("name=");
    }

    @Test
    void anEndpointHasTheNameOfItsConnects() {
        see(connected(null, MS));
        see(connected("db.test", MS));
        see(connected("DB.test", MS));
        see(connected(null, MS));
        assertThat(calls.endpoint().remoteName).isEqualTo("db.test");
    }

    @Test
    void aFailedConnectBearsItsName() {
        RecordBytes failed = WatchedCalls.at(RecordBytes.tcp(RecordLayout.TCP_CONNECT_FAILED, 23), T)
                .latencyNs(MS)
                .error(111)
                .owner(calls.opener.getId(), 41)
                .nameId(HookOffers.name(calls.watched.tracker.threads().hostNames(), "db.test"));
        lookedUp(T - 2 * MS, calls.opener, "db.test", 7_000);
        assertThat(see(failed).get(1)).contains(" name=db.test ").contains(" lookup=7000000 ");
        sees(connected("db.test", MS / 2), " lookup=7000000 ");
    }

    @Test
    void aLookupBelongsToTheFirstConnectRightAfterIt() {
        lookedUp(T - 2 * MS, calls.opener, "db.test", 7_000);
        sees(connected("db.test", MS), " lookup=7000000 ");
        assertThat(see(connected("db.test", MS))).singleElement().asString().doesNotContain("lookup=");
    }

    @Test
    void anotherThreadsOrNamesLookupBelongsToNoConnect() {
        lookedUp(T - 2 * MS, calls.user, "db.test", 7_000);
        lookedUp(T - 2 * MS + 1, calls.opener, "cache.test", 7_000);
        assertThat(see(connected("db.test", MS)))
                .hasSize(3)
                .noneMatch(line -> line.startsWith("connect ") && line.contains("lookup="));
    }

    @Test
    void aLookupOfAWhileAgoBelongsToNoConnect() {
        lookedUp(T - 101 * MS, calls.opener, "db.test", 7_000);
        assertThat(see(connected("db.test", MS)).get(1)).doesNotContain("lookup=");
        lookedUp(T - 101 * MS + 1, calls.opener, "db.test", 7_000);
        assertThat(see(connected("db.test", MS)).get(1)).contains("lookup=7000000");
    }

    @Test
    void addsTheLookupToTheFirstCallOfTheSameThread() {
        lookedUp(T - 2 * MS, calls.opener, "db.test", 60_000);
        calls.watched.see(connected("db.test", MS));
        calls.watched.see(calls.call(1, T + MS, 39 * MS));
        assertThat(calls.slow())
                .singleElement()
                .asString()
                .contains(" connect=1000000 lookup=60000000 ")
                .contains(" verdict=lookup ");
        calls.watched.see(calls.call(2, T + MS, 50 * MS));
        assertThat(calls.slow()).isEmpty();
    }

    @Test
    void leavesTheLookupOutWhereTheConnectDoesNotBelongToTheCall() {
        lookedUp(T - 2 * MS, calls.opener, "db.test", 60_000);
        calls.watched.see(connected("db.test", MS));
        calls.watched.see(calls.call(1, T + MS, 50 * MS).owner(calls.user.getId(), 43));
        assertThat(calls.slow()).isEmpty();
    }

    @Test
    void aSlowConnectTellsOfTheLookupBeforeIt() {
        lookedUp(T - 201 * MS, calls.opener, "db.test", 300_000);
        calls.watched.see(connected("db.test", 200 * MS));
        assertThat(calls.slow())
                .singleElement()
                .asString()
                .contains(" connect=200000000 lookup=300000000 ")
                .endsWith(" verdict=lookup");
    }
}
