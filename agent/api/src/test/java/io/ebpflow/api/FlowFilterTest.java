// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowFilterTest {
    private static Map<String, Object> peer(String text) {
        return RemotePeer.parse(text);
    }

    @Test
    void isWrittenInTypesOfTheJdk() {
        FlowFilter filter = FlowFilter.all()
                .events(EventKind.CONNECT_FAILED, EventKind.UDP)
                .direction(Direction.OUT)
                .request("GET /orders/*")
                .slowerThan(Duration.ofMillis(50));

        assertThat(filter.wanted())
                .containsEntry("events", List.of("connect_failed", "udp"))
                .containsEntry("direction", "out")
                .containsEntry("requests", List.of("GET /orders/*"))
                .containsEntry("slow_us", 50_000L)
                .hasSize(4);
        assertThat(FlowFilter.all().wanted()).as("filters are immutable").isEmpty();
    }

    @Test
    void takesPeersApart() {
        assertThat(peer("db.internal:5432")).isEqualTo(Map.of("name", "db.internal", "port", 5_432));
        assertThat(peer(":80")).isEqualTo(Map.of("port", 80));
        assertThat(peer("10.0.3.0/24")).containsEntry("bits", 24).containsEntry("address", new byte[] {10, 0, 3, 0});
        assertThat(peer("10.0.3.7")).containsEntry("bits", 32);
        assertThat(peer("[::1]:443")).containsEntry("bits", 128).containsEntry("port", 443);
        assertThat(peer("2001:db8::/32")).containsEntry("bits", 32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.0.3.256",
                "10.0.3.0/33",
                "::1/129",
                "db.internal/24",
                "a:b:c",
                "h:0",
                "h:65536",
                "[::1",
                "a/b"
            })
    void refusesWhatIsNoPeer(String text) {
        assertThatThrownBy(() -> FlowFilter.all().remote(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not HOST");
    }

    @Test
    void subscribesInVainWithoutAnAgent() {
        Subscription subscription = Ebpflow.subscribe(FlowFilter.all(), event -> {});

        assertThat(subscription.isActive()).isFalse();
        subscription.close();
        subscription.close();
        assertThat(subscription.deliveredCount() + subscription.droppedCount() + subscription.failedCount())
                .isZero();
    }
}
