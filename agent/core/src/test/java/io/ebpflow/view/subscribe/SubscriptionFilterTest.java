// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubscriptionFilterTest {
    private final FlowEvent event = new FlowEvent().reset(EventType.EXCHANGE, 0);

    private static boolean passes(FlowEvent event, String key, Object value) {
        return new SubscriptionFilter(Map.of(key, value)).passes(event);
    }

    private FlowEvent of(EventType type) {
        return event.reset(type, 0);
    }

    @Test
    void everythingPassesAnEmptyFilter() {
        SubscriptionFilter all = new SubscriptionFilter(Map.of());
        for (EventType type : EventType.values()) {
            assertThat(all.passes(of(type))).as(type.jsonName()).isTrue();
        }
    }

    @Test
    void eventsAreNamedAsInJson() {
        assertThat(passes(of(EventType.CLOSE), "events", List.of("close", "unheard_of")))
                .isTrue();
        assertThat(passes(of(EventType.CONNECT), "events", List.of("close", "unheard_of")))
                .isFalse();
        assertThat(passes(of(EventType.HEALTH), "events", List.of("close"))).isFalse();
    }

    @Test
    void anUnknownDirectionFitsNone() {
        assertThat(passes(of(EventType.FLOW), "direction", "in")).isFalse();
        assertThat(passes(of(EventType.FLOW), "direction", "out")).isFalse();
        event.directionKnown = true;
        assertThat(passes(event, "direction", "out")).isTrue();
        event.inbound = true;
        assertThat(passes(event, "direction", "in")).isTrue();
        assertThat(passes(of(EventType.LISTEN), "direction", "in")).isTrue();
        of(EventType.LOOKUP).lookup = true;
        assertThat(passes(event, "direction", "out")).isTrue();
        assertThat(passes(event, "direction", "in")).isFalse();
        assertThat(passes(of(EventType.HEALTH), "direction", "in")).isTrue();
    }

    @Test
    void slowIsTheCallWithItsConnectAndItsLookUp() {
        of(EventType.SLOW).exchange.number = 1;
        event.exchange.totalUs = 40_000;
        event.connectNs = 9_000_000;
        event.lookupNs = 1_000_000;

        assertThat(passes(event, "slow_us", 50_000L)).isTrue();
        assertThat(passes(event, "slow_us", 50_001L)).isFalse();
        of(EventType.CLOSE).durationNs = 3_600_000_000_000L;
        assertThat(passes(event, "slow_us", 1L)).as("a long life is no wait").isFalse();
    }

    @Test
    void oneOfSeveralPeersHasToFit() {
        event.remoteName = "db.internal";
        event.remotePort = 5_432;
        event.remote.setIpv4(0x0a000307);
        byte[] network = {10, 0, 3, 0};

        assertThat(passes(event, "remotes", List.of(Map.of("name", "DB.internal", "port", 5_432))))
                .isTrue();
        assertThat(passes(event, "remotes", List.of(Map.of("name", "db.internal", "port", 80))))
                .isFalse();
        assertThat(passes(event, "remotes", List.of(Map.of("address", network, "bits", 24))))
                .isTrue();
        assertThat(passes(event, "remotes", List.of(Map.of("address", network, "bits", 30))))
                .isFalse();
        assertThat(passes(event, "remotes", List.of(Map.of("port", 80), Map.of("port", 5_432))))
                .isTrue();
    }

    @Test
    void whatHasNoRequestFitsNoPattern() {
        assertThat(passes(event, "requests", List.of("*"))).isFalse();
    }
}
