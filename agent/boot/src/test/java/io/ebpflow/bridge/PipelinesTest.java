// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelinesTest extends OpenBridge {
    private static final int CAPACITY = 1 << 15;

    private final InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 43_210);
    private final InetSocketAddress remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);
    private final Object codec = new Object();

    private void asks() {
        Pipelines.asks(codec, local, remote);
    }

    private List<String> said() {
        List<String> said = new ArrayList<>();
        for (int i = hooks.poll(hooks.newest()); i >= 0; i = hooks.poll(hooks.newest())) {
            assertThat(hooks.first(i)).isSameAs(local);
            assertThat(hooks.second(i)).isSameAs(remote);
            said.add(hooks.kind(i) == HookQueue.SEQUENTIAL ? "sequential" : "multiplexed since " + hooks.cookieOrNs(i));
            hooks.release();
        }
        return said;
    }

    @Test
    void vouchesOnceAsLongAsEachRequestIsAnsweredFirst() {
        Pipelines.opened(codec);
        for (int i = 0; i < 3; i++) {
            asks();
            Pipelines.answered(codec);
        }
        Pipelines.left(codec, false, local, remote);
        assertThat(said()).containsExactly("sequential");
    }

    @Test
    void saysOnceThatARequestCameBeforeTheAnswer() {
        Pipelines.opened(codec);
        for (int i = 0; i < 3; i++) {
            asks();
        }
        Pipelines.answered(codec);
        asks();
        Pipelines.left(codec, true, local, remote);
        assertThat(said()).containsExactly("sequential", "multiplexed since 1");
    }

    @Test
    void saysThatAnOpenConnectionSpeaksAnotherProtocolNow() {
        Pipelines.opened(codec);
        asks();
        Pipelines.answered(codec);
        Pipelines.left(codec, true, local, remote);
        assertThat(said()).containsExactly("sequential", "multiplexed since 0");
        asks();
        assertThat(said()).isEmpty();
    }

    /** An answer to a request that was sent before the agent came would be taken for that to the next one. */
    @Test
    void doesNotVouchForWhatItHasNotSeenBegin() {
        asks();
        Pipelines.answered(codec);
        Pipelines.left(codec, true, local, remote);
        assertThat(said()).isEmpty();
    }

    @Test
    void takesBackItsWordWhereTwoLookTheSame() {
        Pipelines.opened(codec);
        asks();
        Pipelines.opened(codec);
        asks();
        Pipelines.left(codec, false, local, remote);
        asks();
        assertThat(said()).containsExactly("sequential", "multiplexed since 1", "multiplexed since 1");
    }

    @Test
    void countsThoseThatFindNoPlace() {
        Map<Integer, Object> different = new HashMap<>();
        Stream.generate(Object::new)
                .limit(CAPACITY + 1_024)
                .forEach(each -> different.put(System.identityHashCode(each), each));
        different.values().forEach(Pipelines::opened);
        assertThat(slots.pipelinesFullCount()).isGreaterThanOrEqualTo(different.size() - CAPACITY);
        different.values().forEach(each -> Pipelines.left(each, false, local, remote));
        long full = slots.pipelinesFullCount();
        different.values().stream().limit(CAPACITY / 2).forEach(Pipelines::opened);
        assertThat(slots.pipelinesFullCount()).isEqualTo(full);
    }

    @Test
    void saysNothingWhenTheBridgeIsClosed() {
        Bridge.close();
        Pipelines.warmUp(local);
        assertThat(hooks.newest()).isZero();
    }
}
