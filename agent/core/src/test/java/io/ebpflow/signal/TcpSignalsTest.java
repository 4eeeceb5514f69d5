// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.Endpoint;
import io.ebpflow.flow.Watched;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpSignalsTest {
    private static final String OUT = " local=10.0.0.5/43210 remote=10.0.3.7/5432 if=3 flow=23";

    private final Watched watched = new Watched();
    private final Thread thread = watched.thread("a thread whose name has more than fifteen bytes", 41);

    /** Our connection to 10.0.3.7, by {@link #thread}. */
    private RecordBytes out(int type, long timeNs) {
        return RecordBytes.tcp(type, 23)
                .role(RecordLayout.ROLE_CLIENT)
                .timeNs(timeNs)
                .owner(thread.getId(), 41)
                .local("10.0.0.5", 43_210)
                .remote("10.0.3.7", 5_432)
                .interfaceIndex(3);
    }

    private RecordBytes connected() {
        return out(RecordLayout.TCP_CONNECTED, 5_000_000)
                .startNs(5_000_000)
                .latencyNs(412_345)
                .segments(2, 1, 0, 37);
    }

    private Endpoint endpoint() {
        List<Endpoint> all = new ArrayList<>();
        watched.tracker.endpoints().forEach(all::add);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void showsAConnect() {
        watched.see(connected());

        assertThat(watched.seen())
                .containsExactly("connect at=5000 tcp out" + OUT + " tid=41 thread=" + thread.getName()
                        + " java exact connect=412345 sent=0 received=0 out=2 in=1 retransmits=0 srtt=37");
        assertThat(endpoint().connectCount).isEqualTo(1);
        assertThat(endpoint().openCount).isEqualTo(1);
        assertThat(endpoint().latency().total().maxUs).isEqualTo(412);
    }

    @Test
    void aConnectWithoutAKnownSynHasNoLatency() {
        watched.see(connected().latencyNs(0));

        assertThat(watched.seen()).singleElement().asString().doesNotContain("connect=");
        assertThat(endpoint().latency()).isNull();
    }

    @Test
    void namesAThreadWithoutASlotByItsKernelName() {
        watched.see(connected().owner(0, 4_711).comm("native-worker-1"));

        assertThat(watched.seen())
                .singleElement()
                .asString()
                .contains(" tid=4711 thread=native-worker-1 thread connect=");
    }

    @Test
    void aCloseHasTheFinalCountersAndWhatTheConnectMeasured() {
        watched.see(connected());
        watched.seen();
        watched.see(out(RecordLayout.TCP_CLOSED, 9_000_000)
                .startNs(5_000_000)
                .closedBy(RecordLayout.CLOSED_BY_REMOTE)
                .bytes(7_919, 104_729)
                .segments(11, 13, 2, 41));

        assertThat(watched.seen())
                .containsExactly("close at=9000 tcp out" + OUT + " tid=41 thread=" + thread.getName()
                        + " java exact connect=412345 duration=4000000 sent=7919 received=104729 out=11 in=13"
                        + " retransmits=2 srtt=41 closed_by=remote");
        assertThat(endpoint().openCount).isZero();
        assertThat(endpoint().bytesSent).isEqualTo(7_919);
        assertThat(endpoint().bytesReceived).isEqualTo(104_729);
    }

    @Test
    void saysByWhomItWasClosed() {
        int[] codes = {
            RecordLayout.CLOSED_BY_LOCAL,
            RecordLayout.CLOSED_BY_REMOTE,
            RecordLayout.CLOSED_BY_RESET,
            RecordLayout.CLOSED_BY_TIMEOUT
        };
        String[] words = {"local", "remote", "reset", "timeout"};
        for (int i = 0; i < codes.length; i++) {
            watched.see(out(RecordLayout.TCP_CLOSED, 9_000_000).closedBy(codes[i]));
            assertThat(watched.seen()).singleElement().asString().endsWith(" closed_by=" + words[i]);
        }
        watched.see(out(RecordLayout.TCP_CLOSED, 9_000_000).closedBy(RecordLayout.CLOSED_BY_NOBODY));
        assertThat(watched.seen()).singleElement().asString().doesNotContain("closed_by");
    }

    @Test
    void aCloseWhoseConnectWasLostIsShownAndCountsNothingAsOpen() {
        watched.see(connected().cookie(29));
        watched.see(out(RecordLayout.TCP_CLOSED, 9_000_000).startNs(5_000_000));

        assertThat(watched.seen()).last().asString().startsWith("close at=9000 tcp out" + OUT);
        assertThat(endpoint().openCount).as("the other one").isEqualTo(1);
    }

    @Test
    void showsWhyAConnectFailed() {
        watched.see(out(RecordLayout.TCP_CONNECT_FAILED, 5_000_000)
                .latencyNs(77_000)
                .error(111)
                .segments(1, 1, 0, 0));

        assertThat(watched.seen())
                .containsExactly("connect_failed at=5000 tcp out" + OUT + " tid=41 thread=" + thread.getName()
                        + " java exact connect=77000 sent=0 received=0 out=1 in=1 retransmits=0 error=ECONNREFUSED");
        assertThat(endpoint().failureCount).isEqualTo(1);
        assertThat(endpoint().openCount).isZero();
    }

    @Test
    void aConnectThatWasGivenUpIsATimeoutOfItsOpenerOrCancelledByAnother() {
        RecordBytes record = out(RecordLayout.TCP_CONNECT_FAILED, 5_000_000);
        watched.see(record.flags(RecordLayout.FLAG_GIVEN_UP | RecordLayout.FLAG_GIVEN_UP_BY_OPENER));
        assertThat(watched.seen()).singleElement().asString().endsWith(" error=ETIMEDOUT closed_by=local");

        watched.see(record.flags(RecordLayout.FLAG_GIVEN_UP));
        assertThat(watched.seen()).singleElement().asString().endsWith(" error=ECANCELED closed_by=local");

        watched.see(record.flags(0).error(110));
        assertThat(watched.seen()).singleElement().asString().endsWith(" error=ETIMEDOUT closed_by=timeout");
    }

    @Test
    void showsAListeningSocket() {
        watched.see(RecordBytes.tcp(RecordLayout.TCP_LISTENING, 31)
                .role(RecordLayout.ROLE_LISTENER)
                .timeNs(5_000_000)
                .owner(thread.getId(), 41)
                .local("::", 8_080)
                .count(50));

        assertThat(watched.seen())
                .containsExactly("listen at=5000 tcp in local=::/8080 flow=31 tid=41 thread=" + thread.getName()
                        + " java exact backlog=50");
    }

    @Test
    void showsAReset() {
        watched.see(connected());
        watched.seen();
        watched.see(out(RecordLayout.TCP_RESET, 6_000_000)
                .startNs(5_000_000)
                .resetBy(RecordLayout.RESET_BY_REMOTE)
                .bytes(5, 7));

        assertThat(watched.seen())
                .containsExactly("reset at=6000 tcp out" + OUT + " tid=41 thread=" + thread.getName()
                        + " java exact duration=1000000 sent=5 received=7 out=0 in=0 retransmits=0 reset_by=remote");
        assertThat(endpoint().resetCount).isEqualTo(1);
    }

    @Test
    void ourOwnResetMayFollowTheClose() {
        watched.see(connected());
        watched.see(out(RecordLayout.TCP_CLOSED, 6_000_000).startNs(5_000_000));
        watched.seen();
        watched.see(out(RecordLayout.TCP_RESET, 6_001_000).startNs(5_000_000).resetBy(RecordLayout.RESET_BY_LOCAL));

        assertThat(watched.seen()).singleElement().asString().endsWith(" reset_by=local");
        assertThat(endpoint().openCount).isZero();
    }

    @Test
    void showsRetransmits() {
        watched.see(connected());
        watched.seen();
        watched.see(out(RecordLayout.TCP_RETRANSMITTED, 6_000_000)
                .startNs(5_000_000)
                .count(3)
                .segments(11, 13, 5, 41));

        assertThat(watched.seen())
                .containsExactly("retransmit at=6000 tcp out" + OUT + " tid=41 thread=" + thread.getName()
                        + " java exact duration=1000000 sent=0 received=0 out=11 in=13 retransmits=5 srtt=41");
        assertThat(endpoint().retransmitCount).isEqualTo(3);
    }

    @Test
    void showsAConnectionThatIsOlderThanTheAgent() {
        watched.see(out(RecordLayout.TCP_ADOPTED, 6_000_000)
                .flags(RecordLayout.FLAG_PREEXISTING)
                .bytes(5, 7)
                .segments(11, 13, 0, 41));

        assertThat(watched.seen())
                .containsExactly("flow at=6000 tcp out preexisting" + OUT + " tid=41 thread=" + thread.getName()
                        + " java exact sent=5 received=7 out=11 in=13 retransmits=0 srtt=41");
        assertThat(endpoint().openCount).isEqualTo(1);
        assertThat(endpoint().connectCount).isZero();

        watched.see(out(RecordLayout.TCP_CLOSED, 7_000_000));
        assertThat(endpoint().openCount).isZero();
    }

    @Test
    void aDirectionThatNobodyKnowsIsNotShown() {
        watched.see(out(RecordLayout.TCP_ADOPTED, 6_000_000).role(RecordLayout.ROLE_UNKNOWN));

        assertThat(watched.seen()).singleElement().asString().startsWith("flow at=6000 tcp local=");
    }
}
