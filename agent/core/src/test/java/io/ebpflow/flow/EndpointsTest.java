// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private final Endpoints endpoints = new Endpoints();

    private static Flow flow(boolean inbound, boolean tcp, long high, long low, int localPort, int remotePort) {
        Flow flow = new Flow();
        flow.directionKnown = true;
        flow.inbound = inbound;
        flow.tcp = tcp;
        flow.remote.set(high, low);
        flow.localPort = localPort;
        flow.remotePort = remotePort;
        return flow;
    }

    @Test
    void flowsToOneServerShareAnEndpoint() {
        Endpoint endpoint = endpoints.of(flow(false, true, 0, 9, 40_001, 443));

        assertThat(endpoints.of(flow(false, true, 0, 9, 40_002, 443))).isSameAs(endpoint);
        assertThat(endpoints.of(flow(false, true, 0, 9, 40_001, 444))).isNotSameAs(endpoint);
        assertThat(endpoints.of(flow(false, false, 0, 9, 40_001, 443))).isNotSameAs(endpoint);
        assertThat(endpoints.of(flow(false, true, 0, 10, 40_001, 443))).isNotSameAs(endpoint);
    }

    @Test
    void flowsOfAllClientsShareTheEndpointOfOurPort() {
        Endpoint endpoint = endpoints.of(flow(true, true, 0, 9, 8_080, 40_001));

        assertThat(endpoints.of(flow(true, true, 0, 10, 8_080, 40_002))).isSameAs(endpoint);
        assertThat(endpoint.name()).isEqualTo(":8080");
        assertThat(endpoints.of(flow(false, true, 0, 9, 40_001, 8_080))).isNotSameAs(endpoint);
    }

    @Test
    void tellsAddressesOfTheSameHashApart() {
        Endpoint one = endpoints.of(flow(false, true, 1, 0, 1, 443));
        Endpoint two = endpoints.of(flow(false, true, 0, 31, 1, 443));

        assertThat(one).isNotSameAs(two);
        assertThat(endpoints.of(flow(false, true, 1, 0, 2, 443))).isSameAs(one);
        assertThat(all()).containsExactlyInAnyOrder(one, two);
    }

    private List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        endpoints.forEach(all::add);
        return all;
    }

    @Test
    void hasNoEndpointWhereTheServerIsNotKnown() {
        Flow unknown = flow(false, true, 0, 9, 1, 2);
        unknown.directionKnown = false;

        assertThat(endpoints.of(unknown)).isNull();
        assertThat(endpoints.of(flow(false, false, 0, 0, 1, 2))).isNull();
    }

    @Test
    void isBoundedAndCountsWhatFindsNoPlace() {
        for (int i = 1; i <= 1_024; i++) {
            assertThat(endpoints.of(flow(false, true, 0, i, 1, 443))).isNotNull();
        }
        assertThat(endpoints.of(flow(false, true, 0, 1_025, 1, 443))).isNull();
        assertThat(endpoints.overflowCount()).isEqualTo(1);
        assertThat(endpoints.of(flow(false, true, 0, 1_024, 1, 443))).isNotNull();
    }

    @Test
    void clearingKeepsWhatIsOpen() {
        Flow flow = flow(false, true, 0, 9, 1, 443);
        Endpoint endpoint = endpoints.of(flow);
        endpoint.open(flow);
        endpoint.connectCount = 3;
        endpoint.bytesSent = 5;
        endpoint.recordLatency(7, 0);
        endpoints.clear();

        assertThat(endpoint.openCount).isEqualTo(1);
        assertThat(endpoint.connectCount).isZero();
        assertThat(endpoint.bytesSent).isZero();
        assertThat(endpoint.latency()).isNull();
    }

    @Test
    void countsAFlowAsOpenOnce() {
        Flow flow = flow(false, true, 0, 9, 1, 443);
        Endpoint endpoint = endpoints.of(flow);
        endpoint.open(flow);
        endpoint.open(flow);
        assertThat(endpoint.openCount).isEqualTo(1);

        Endpoint.close(flow);
        Endpoint.close(flow);
        assertThat(endpoint.openCount).isZero();
    }

    @Test
    void takesAnyLatency() {
        Endpoint endpoint = endpoints.of(flow(false, true, 0, 9, 1, 443));
        for (long ns : new long[] {-1, 0, 1, Long.MAX_VALUE}) {
            endpoint.recordLatency(ns, 0);
        }
        assertThat(endpoint.latency().count()).isEqualTo(4);
        assertThat(endpoint.latency().total().p50Us).isZero();
        assertThat(endpoint.latency().total().maxUs).isEqualTo(Long.MAX_VALUE / 1_000 + 1);
    }
}
