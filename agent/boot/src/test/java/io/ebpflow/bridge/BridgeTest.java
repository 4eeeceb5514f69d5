// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordLayout;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class BridgeTest extends OpenBridge {
    private final InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_432);

    /** What the kernel does when this thread's system call runs. */
    private void kernelCounts(int field) throws Throwable {
        int at = ownSlot() * RecordLayout.SLOT_BYTES + field;
        memory.putInt(at, memory.getInt(at) + 1);
    }

    private int onlyEntry() {
        int index = hooks.poll(hooks.newest());
        assertThat(index).isNotNegative();
        assertThat(hooks.newest()).isEqualTo(1);
        return index;
    }

    @Test
    void doesNothingWhenClosed() throws Throwable {
        Bridge.close();

        assertThat(Bridge.enterIo()).isZero();
        assertThat(Bridge.enterConnect(peer.getAddress())).isZero();
        assertThat(Bridge.enterDatagram()).isZero();
        Bridge.exitConnect(0, peer.getAddress(), 1, new ConnectException("Network is unreachable"));
        Bridge.accepted(peer, peer);
        Bridge.datagramSent(peer);
        assertThat(hooks.newest()).isZero();
    }

    @Test
    void aVirtualThreadNamesItselfInItsCarriersSlot() throws Exception {
        Thread carrier = new Thread("carrier");
        FakeThreads.carrier = carrier;
        long[] during = new long[1];
        long[] after = new long[1];
        Thread virtual = new FakeThreads.Virtual(() -> {
            try {
                int token = Bridge.enterIo();
                int at = (token - 1) * RecordLayout.SLOT_BYTES + RecordLayout.SLOT_THREAD_ID;
                during[0] = memory.getLong(at);
                Bridge.exitIo(token);
                after[0] = memory.getLong(at);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        virtual.start();
        virtual.join();

        assertThat(during[0]).isEqualTo(virtual.getId());
        assertThat(after[0]).isEqualTo(carrier.getId());
    }

    @Test
    void reportsAConnectThatFailedWithoutASyn() throws Throwable {
        ConnectException thrown = new ConnectException("Network is unreachable");
        Bridge.exitConnect(Bridge.enterConnect(peer.getAddress()), peer.getAddress(), peer.getPort(), thrown);

        int index = onlyEntry();
        assertThat(hooks.kind(index)).isEqualTo(HookQueue.CONNECT_FAILED);
        assertThat(hooks.first(index)).isEqualTo(peer.getAddress());
        assertThat(hooks.second(index)).isSameAs(thrown);
        assertThat(hooks.number(index)).isEqualTo(5_432);
        assertThat(hooks.cookieOrNs(index)).isNotNegative();
        assertThat(hooks.thread(index)).isSameAs(Thread.currentThread());
    }

    private int slotsNameId() throws Throwable {
        return memory.getInt(ownSlot() * RecordLayout.SLOT_BYTES + RecordLayout.SLOT_NAME_ID);
    }

    @Test
    void theKernelFindsTheHostNameForTheTimeOfTheConnect() throws Throwable {
        InetAddress alpha = FakeThreads.named("alpha.test", peer.getAddress());
        InetAddress beta = FakeThreads.named("beta.test", peer.getAddress());

        long startedNs = Bridge.enterConnect(alpha);
        int alphaId = slotsNameId();
        Bridge.exitConnect(startedNs, alpha, 1, null);
        assertThat(slotsNameId()).isZero();
        startedNs = Bridge.enterConnect(beta);
        int betaId = slotsNameId();
        Bridge.exitConnect(startedNs, beta, 1, new ConnectException("Connection refused"));
        assertThat(slotsNameId()).isZero();
        Bridge.enterConnect(peer.getAddress());
        assertThat(slotsNameId()).isZero();

        assertThat(slots.hostNames().of(alphaId)).isEqualTo("alpha.test");
        assertThat(slots.hostNames().of(betaId)).isEqualTo("beta.test");
    }

    @Test
    void leavesAConnectThatSentASynToTheKernel() throws Throwable {
        long startedNs = Bridge.enterConnect(peer.getAddress());
        kernelCounts(RecordLayout.SLOT_SYN_SEQUENCE);
        Bridge.exitConnect(startedNs, peer.getAddress(), 1, new ConnectException("Connection refused"));

        assertThat(hooks.newest()).isZero();
    }

    @Test
    void reportsAcceptedIpConnectionsOnly() throws Throwable {
        Bridge.accepted("/run/a.sock", "/run/b.sock");
        assertThat(hooks.newest()).isZero();

        Bridge.accepted(peer, new InetSocketAddress(peer.getAddress(), 8_080));
        int index = onlyEntry();
        assertThat(hooks.kind(index)).isEqualTo(HookQueue.ACCEPTED);
        assertThat(hooks.first(index)).isEqualTo(peer.getAddress());
        assertThat(hooks.number(index)).isEqualTo(5_432);
        assertThat(hooks.other(index)).isEqualTo(8_080);
    }

    @Test
    void reportsADatagramThatTheKernelHasSeen() throws Throwable {
        Bridge.enterDatagram();
        Bridge.datagramSent(peer);
        assertThat(hooks.newest()).isZero();

        Bridge.enterDatagram();
        int base = ownSlot() * RecordLayout.SLOT_BYTES;
        memory.putLong(base + RecordLayout.SLOT_UDP_COOKIE, 77);
        memory.putLong(base + RecordLayout.SLOT_UDP_TIME_NS, 4_711);
        memory.putInt(base + RecordLayout.SLOT_UDP_BYTES, 53);
        kernelCounts(RecordLayout.SLOT_UDP_SEQUENCE);
        Bridge.datagramReceived(peer);

        int index = onlyEntry();
        assertThat(hooks.kind(index)).isEqualTo(HookQueue.DATAGRAM_RECEIVED);
        assertThat(hooks.cookieOrNs(index)).isEqualTo(77);
        assertThat(hooks.timeNs(index)).isEqualTo(4_711);
        assertThat(hooks.number(index)).isEqualTo(53);
    }
}
