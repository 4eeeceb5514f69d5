// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordLayout;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SocketCallsTest extends OpenBridge {
    private final Object connection = new Object();

    SocketCallsTest() {
        super(new CallSites((stack, isOpener) -> new String[] {"path"}, 100, 1));
    }

    /** What the kernel stamps if this thread, or one on the carrier, makes a system call now. */
    private long stamped(Thread platform) throws Throwable {
        return longAt(slots.own(platform), RecordLayout.SLOT_CALL_SITE_ID);
    }

    private long stamped() throws Throwable {
        return stamped(Thread.currentThread());
    }

    @Test
    void theNumberIsThereDuringTheCallOnly() throws Throwable {
        int token = SocketCalls.enterWrite(connection);
        long id = stamped();
        SocketCalls.exitWrite(token);

        assertThat(slots.callPath(id).frames()).containsExactly("path");
        assertThat(stamped()).isZero();
    }

    @Test
    void theRestOfACallAndItsAnswerHaveNone() throws Throwable {
        SocketCalls.exitWrite(SocketCalls.enterWrite(connection));

        int token = SocketCalls.enterWrite(connection);
        assertThat(stamped()).isZero();
        SocketCalls.exitWrite(token);
        token = Bridge.enterIo();
        assertThat(stamped()).isZero();
        SocketCalls.exitRead(token, connection, 1);

        token = SocketCalls.enterWrite(connection);
        assertThat(stamped()).isNotZero();
        SocketCalls.exitWrite(token);
    }

    @Test
    void aReadOfNothingEndsNoCall() throws Throwable {
        SocketCalls.exitWrite(SocketCalls.enterWrite(connection));
        SocketCalls.exitRead(Bridge.enterIo(), connection, -2);

        int token = SocketCalls.enterWrite(connection);

        assertThat(stamped()).isZero();
        SocketCalls.exitWrite(token);
    }

    @Test
    void aVirtualThreadLeavesNothingOnItsCarrier() throws Throwable {
        Thread carrier = Thread.currentThread();
        FakeThreads.carrier = carrier;
        long[] ids = new long[2];
        Thread virtual = new FakeThreads.Virtual(() -> {
            try {
                int token = SocketCalls.enterWrite(connection);
                ids[0] = stamped(carrier);
                SocketCalls.exitWrite(token);
                ids[1] = stamped(carrier);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        virtual.start();
        virtual.join();

        assertThat(slots.callPath(ids[0])).isNotNull();
        assertThat(ids[1]).isZero();
    }

    @Test
    void everyConnectHasAPath() throws Throwable {
        InetAddress remote = InetAddress.getLoopbackAddress();
        long startedNs = Bridge.enterConnect(remote);
        long id = stamped();
        Bridge.exitConnect(startedNs, remote, 1, new ConnectException("Network is unreachable"));

        assertThat(slots.callPath(id)).isNotNull();
        assertThat(stamped()).isZero();
    }

    @Test
    void everyAcceptHasAPath() throws Throwable {
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_432);
        Bridge.accepted(peer, peer);

        CallPath path = (CallPath) hooks.second(hooks.poll(hooks.newest()));
        assertThat(path.frames()).containsExactly("path");
    }

    @Test
    void doesNothingWhenClosed() throws Throwable {
        Bridge.close();

        int token = SocketCalls.enterWrite(connection);

        assertThat(token).isZero();
        SocketCalls.exitWrite(token);
        SocketCalls.exitRead(0, connection, 1);
    }
}
