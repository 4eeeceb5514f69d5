// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.api.internal.RemotePeer;
import io.ebpflow.json.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowFilterTest {

    private final FlowFilter filter = new FlowFilter();

    private boolean passes(String event, String proto, String more) {
        return filter.passes(
                Json.object("{\"event\":\"" + event + "\",\"proto\":\"" + proto + "\"" + more + ",\"pid\":1}"));
    }

    @Test
    void withoutOptionsEverythingPassesAndIsAskedFor() {
        assertThat(filter.events()).isEqualTo("all");
        assertThat(passes("connect", "tcp", "")).isTrue();
        assertThat(passes("something_new", "tcp", "")).isTrue();
    }

    @Test
    void kindsAddUpAndMeanWhatTheyMeanInEbpflowexport() {
        filter.kinds(true, false, false, true);

        assertThat(passes("connect", "tcp", "")).isTrue();
        assertThat(passes("accept", "tcp", "")).isTrue();
        assertThat(passes("close", "tcp", "")).isTrue();
        assertThat(passes("connect_failed", "tcp", "")).isTrue();
        assertThat(passes("retransmit", "tcp", "")).isFalse();
        assertThat(passes("udp", "udp", "")).isFalse();
        assertThat(passes("slow", "udp", "")).isFalse();
        assertThat(filter.events().split("\\+"))
                .contains("connect", "close", "slow")
                .doesNotContain("retransmit", "udp");
    }

    @Test
    void closesAloneAreThoseOfTcp() {
        filter.kinds(false, false, false, true);

        assertThat(passes("connect", "tcp", "")).isFalse();
        assertThat(passes("udp_flow", "udp", ",\"closed_by\":\"timeout\"")).isFalse();
        assertThat(Set.of(filter.events().split("\\+"))).isEqualTo(Set.of("close", "reset", "connect_failed"));
    }

    @Test
    void oneDirectionLeavesOutTheOtherAndTheUnknown() {
        filter.directions(true, false);

        assertThat(passes("exchange", "tcp", ",\"direction\":\"in\"")).isTrue();
        assertThat(passes("listen", "tcp", "")).isTrue();
        assertThat(passes("exchange", "tcp", ",\"direction\":\"out\"")).isFalse();
        assertThat(passes("flow", "tcp", "")).isFalse();
        filter.directions(true, true);
        assertThat(passes("flow", "tcp", "")).isTrue();
    }

    @Test
    void lossesAlwaysPass() {
        filter.kinds(false, false, true, false);
        filter.thread("nobody");
        filter.slowUs(1_000);

        assertThat(filter.passes(Json.object("{\"event\":\"health\",\"lost_records\":{\"close\":3}}")))
                .isTrue();
    }

    @Test
    void slowIsWhatACallTookWithItsConnect() {
        filter.slowUs(50_000);

        assertThat(passes("exchange", "tcp", ",\"total_us\":50000")).isTrue();
        assertThat(passes("slow", "tcp", ",\"total_us\":30000,\"connect_us\":20000"))
                .isTrue();
        assertThat(passes("exchange", "tcp", ",\"total_us\":49999")).isFalse();
        assertThat(passes("close", "tcp", ",\"duration_us\":900000")).isFalse();
        filter.slowIsReported();
        assertThat(passes("exchange", "tcp", ",\"total_us\":50000")).isFalse();
        assertThat(passes("slow", "tcp", ",\"total_us\":50000")).isTrue();
    }

    @Test
    void namesAreWholeWithAStarAndPartsWithout() {
        filter.thread("http-*-exec-1");
        filter.request("orders");

        assertThat(passes("udp", "udp", ",\"thread\":\"http-nio-exec-1\",\"context\":\"GET /orders/{id}\""))
                .isTrue();
        assertThat(passes("udp", "udp", ",\"thread\":\"http-nio-exec-12\",\"context\":\"GET /orders/{id}\""))
                .isFalse();
        assertThat(passes("udp", "udp", ",\"thread\":\"http-nio-exec-1\"")).isFalse();
    }

    @Test
    void oneOfSeveralPeersHasToFit() {
        filter.remote(RemotePeer.parse("10.0.0.0/8"));
        filter.remote(RemotePeer.parse("db.example.com:5432"));

        assertThat(passes("close", "tcp", ",\"remote_addr\":\"10.9.8.7\",\"remote_port\":80"))
                .isTrue();
        assertThat(passes(
                        "close",
                        "tcp",
                        ",\"remote_addr\":\"192.0.2.1\",\"remote_port\":5432,\"remote_name\":\"DB.example.com\""))
                .isTrue();
        assertThat(passes("close", "tcp", ",\"remote_addr\":\"192.0.2.1\",\"remote_port\":5432"))
                .isFalse();
        assertThat(passes("close", "tcp", "")).isFalse();
    }
}
