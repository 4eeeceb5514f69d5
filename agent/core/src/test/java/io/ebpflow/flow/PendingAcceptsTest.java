// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingAcceptsTest {
    private final PendingAccepts pending = new PendingAccepts();

    private static Flow flow(long high, long low, int remotePort, int localPort) {
        Flow flow = new Flow();
        flow.remote.set(high, low);
        flow.remotePort = remotePort;
        flow.localPort = localPort;
        return flow;
    }

    private Flow take(Flow like) {
        return pending.take(like.remote, like.remotePort, like.localPort);
    }

    @Test
    void takesEachConnectionOnceByItsPair() {
        Flow one = flow(0, 1, 40_001, 80);
        Flow two = flow(0, 1, 40_002, 80);
        Flow three = flow(0, 1, 40_001, 81);
        pending.add(one);
        pending.add(two);
        pending.add(three);

        assertThat(take(three)).isSameAs(three);
        assertThat(take(one)).isSameAs(one);
        assertThat(take(one)).isNull();
        assertThat(take(two)).isSameAs(two);
    }

    @Test
    void tellsPairsOfTheSameHashApart() {
        // hash = (high * 31 + low) * 31 + ports
        Flow one = flow(1, 0, 40_001, 80);
        Flow two = flow(0, 31, 40_001, 80);
        Flow three = flow(-1, 62, 40_001, 80);
        pending.add(one);
        pending.add(two);
        pending.add(three);

        pending.remove(two); // from the middle of the chain
        assertThat(take(two)).isNull();
        assertThat(take(one)).isSameAs(one);
        assertThat(take(three)).isSameAs(three);
    }

    @Test
    void aPairThatIsOpenedAgainIsAnotherConnection() {
        Flow first = flow(0, 1, 40_001, 80);
        Flow second = flow(0, 1, 40_001, 80);
        pending.add(first);
        pending.remove(first);
        pending.add(second);

        assertThat(take(first)).isSameAs(second);
        assertThat(take(first)).isNull();
    }

    @Test
    void removingAStrangerChangesNothing() {
        Flow known = flow(0, 1, 40_001, 80);
        pending.add(known);
        pending.remove(flow(0, 1, 40_001, 80));

        assertThat(take(known)).isSameAs(known);
    }

    @Test
    void aFlowThatIsEvictedIsNotAwaitedAnyMore() {
        Watched watched = new Watched(1);
        Flow flow = watched.tracker.flows().create(29, 29);
        flow.tcp = flow.inbound = true;
        flow.remote.set(0, 1);
        watched.tracker.accepts().await(flow);
        watched.tracker.flows().create(31, 31);

        assertThat(watched.tracker.accepts().take(flow.remote, 0, 0)).isNull();
    }
}
