// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.Peer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerViewTest {
    private static final int LIMIT_SECONDS = 60;

    private final BlockingQueue<Integer> batches = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    private static FlowEvent event(EventType type, long flowId) {
        FlowEvent event = new FlowEvent().reset(type, 1_000_000);
        event.tcp = true;
        event.flowId = flowId;
        event.remote.setIpv4(0x0a000002);
        event.remotePort = 5_432;
        return event;
    }

    private void find(List<Peer> peers) {
        batches.add(peers.size());
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void eachFlowIsLookedForOnceAndTogether() throws InterruptedException {
        PeerView view = new PeerView(this::find, () -> 7);
        view.onEvent(event(EventType.CONNECT, 1));
        view.onEvent(event(EventType.EXCHANGE, 1));
        view.onEvent(event(EventType.ACCEPT, 2));

        assertThat(batches.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isBetween(1, 2);
        assertThat(view.counters()).containsEntry("peer_containers_failed", 7L);
        view.close();
    }

    @Test
    void whatHasNoOtherEndOrIsOverIsNotLookedFor() {
        PeerView view = new PeerView(this::find, () -> 0);
        FlowEvent udp = event(EventType.UDP, 1);
        udp.tcp = false;
        view.onEvent(udp);
        FlowEvent listen = event(EventType.LISTEN, 2);
        listen.remote.clear();
        view.onEvent(listen);
        view.onEvent(event(EventType.CONNECT_FAILED, 3));
        view.onEvent(event(EventType.CLOSE, 4));
        view.onEvent(event(EventType.RESET, 5));
        view.onEvent(event(EventType.CONNECT, 0));

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("ebpflow-peers");
        view.close();
    }

    @Test
    void neverWaitsAndCountsWhatItHasNoRoomFor() {
        PeerView view = new PeerView(this::find, () -> 0);
        int count = 2 * PeerView.MAX_WAITING + 23;
        for (int i = 1; i <= count; i++) {
            view.onEvent(event(EventType.CONNECT, i));
        }
        // What the thread has taken before it was stopped by the gate has made room again.
        assertThat(view.counters().get("peer_containers_full")).isBetween(23L, (long) count - PeerView.MAX_WAITING);
        view.close();
    }
}
