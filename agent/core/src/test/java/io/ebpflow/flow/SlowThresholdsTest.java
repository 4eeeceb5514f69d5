// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.flow.SlowThresholds.PeerThreshold;
import io.ebpflow.net.Address;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SlowThresholdsTest {
    private static final SlowThreshold GENERAL = SlowThreshold.ofNs(1_000);
    private static final SlowThreshold FIRST = SlowThreshold.ofNs(2_000);
    private static final SlowThreshold SECOND = SlowThreshold.adaptive();

    private static Address address(int ipv4) {
        Address address = new Address();
        address.setIpv4(ipv4);
        return address;
    }

    private static SlowThreshold of(int ipv4, int port, PeerThreshold... peers) {
        Flow flow = new Flow();
        flow.remote.setIpv4(ipv4);
        flow.remotePort = port;
        return new SlowThresholds(GENERAL, Arrays.asList(peers)).of(flow);
    }

    @Test
    void isTheGeneralOneWhereNoOwnOneFits() {
        assertThat(of(1, 80)).isSameAs(GENERAL);
        assertThat(of(1, 80, new PeerThreshold(address(1), 81, FIRST), new PeerThreshold(address(2), 80, SECOND)))
                .isSameAs(GENERAL);
    }

    @Test
    void isTheFirstThatFits() {
        PeerThreshold exact = new PeerThreshold(address(1), 80, FIRST);
        PeerThreshold port = new PeerThreshold(null, 80, SECOND);
        assertThat(of(1, 80, exact, port)).isSameAs(FIRST);
        assertThat(of(1, 80, port, exact)).isSameAs(SECOND);
        assertThat(of(2, 80, exact, port)).isSameAs(SECOND);
    }

    @Test
    void anyAddressAndAnyPortFit() {
        assertThat(of(1, 80, new PeerThreshold(address(1), 0, FIRST))).isSameAs(FIRST);
        assertThat(of(7, 7, new PeerThreshold(null, 0, FIRST))).isSameAs(FIRST);
    }

    @Test
    void isAValue() {
        assertThat(new PeerThreshold(address(1), 80, FIRST))
                .isEqualTo(new PeerThreshold(address(1), 80, FIRST))
                .hasSameHashCodeAs(new PeerThreshold(address(1), 80, FIRST))
                .isNotEqualTo(new PeerThreshold(null, 80, FIRST))
                .isNotEqualTo(new PeerThreshold(address(2), 80, FIRST));
        assertThat(new PeerThreshold(null, 80, FIRST)).isNotEqualTo(new PeerThreshold(address(1), 80, FIRST));
    }
}
