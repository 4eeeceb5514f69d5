// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowFilterTest {
    @Test
    void isWrittenInTypesOfTheJdk() {
        FlowFilter filter = FlowFilter.all()
                .events(EventKind.CONNECT_FAILED, EventKind.UDP)
                .direction(Direction.OUT)
                .remote("db.internal:5432", "10.0.3.0/24")
                .request("GET /orders/*")
                .slowerThan(Duration.ofMillis(50));

        assertThat(filter.wanted())
                .containsEntry("events", List.of("connect_failed", "udp"))
                .containsEntry("direction", "out")
                .containsEntry("requests", List.of("GET /orders/*"))
                .containsEntry("slow_us", 50_000L)
                .hasSize(5);
        assertThat((List<?>) filter.wanted().get("remotes"))
                .first()
                .isEqualTo(Map.of("name", "db.internal", "port", 5_432));
        assertThat(FlowFilter.all().wanted()).as("filters are immutable").isEmpty();
    }

    @Test
    void refusesWhatIsNoPeer() {
        assertThatThrownBy(() -> FlowFilter.all().remote(":80", "h:0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'h:0' is not HOST");
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
