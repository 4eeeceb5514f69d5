// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class HookEventsTest {
    private static final InetSocketAddress REMOTE = Watched.address("203.0.113.7", 443);

    private final Watched watched = new Watched();
    private final Thread thread = watched.thread("worker", 41);

    @Test
    void showsAConnectThatFoundNoRoute() {
        watched.hooks.connectFailed(5_000_000, thread, REMOTE, new ConnectException("Network is unreachable"), 77_000);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);

        assertThat(watched.seen())
                .containsExactly("connect_failed at=5000 tcp out remote=203.0.113.7/443 tid=78 thread=worker java exact"
                        + " connect=77000 error=ENETUNREACH");
        watched.tracker
                .endpoints()
                .forEach(endpoint -> assertThat(endpoint.failureCount).isEqualTo(1));
    }

    @Test
    void aTimeLimitOfTheApplicationIsTheKernelsToReport() {
        watched.hooks.connectFailed(1, thread, REMOTE, new SocketTimeoutException("Connect timed out"), 77_000);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);

        assertThat(watched.seen()).isEmpty();
    }

    @Test
    void takesOnlyWhatHappenedBeforeTheRecord() {
        watched.hooks.connectFailed(100, thread, REMOTE, new BindException("Permission denied"), 1);
        watched.hooks.connectFailed(200, thread, REMOTE, new BindException("Permission denied"), 1);

        watched.hookEvents.runBefore(100);
        assertThat(watched.seen()).isEmpty();
        watched.hookEvents.runBefore(101);
        assertThat(watched.seen()).hasSize(1);
        watched.hookEvents.runBefore(Long.MAX_VALUE);
        assertThat(watched.seen()).hasSize(1);
    }

    @Test
    void takesNothingThatCameAfterTheRingWasLookedAt() {
        watched.hooks.connectFailed(100, thread, REMOTE, new BindException("Permission denied"), 1);
        long limit = watched.queue.newest();
        watched.hooks.connectFailed(200, thread, REMOTE, new BindException("Permission denied"), 1);

        assertThat(watched.hookEvents.runUntil(limit, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(watched.hookEvents.runUntil(watched.queue.newest(), Integer.MAX_VALUE))
                .isEqualTo(1);
    }

    @Test
    void countsAnAcceptWhoseArrivalIsNotKnown() {
        watched.hooks.accepted(100, thread, 41, REMOTE, 8_080);
        watched.hookEvents.runUntil(1, Integer.MAX_VALUE);

        assertThat(watched.seen()).isEmpty();
        assertThat(watched.hookEvents.unmatchedCount()).isEqualTo(1);
    }
}
