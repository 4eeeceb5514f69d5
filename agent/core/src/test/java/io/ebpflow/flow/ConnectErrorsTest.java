// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ebpflow.net.Errno;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectErrorsTest {
    /** TCP to the broadcast address: the kernel's route look-up answers ENETUNREACH, and nothing is sent. */
    private static final InetSocketAddress UNREACHABLE = new InetSocketAddress("255.255.255.255", 443);

    /** strerror(3) of glibc and, where it differs, of musl. */
    @ParameterizedTest
    @CsvSource({
        "Network is unreachable, ENETUNREACH",
        "Network unreachable, ENETUNREACH",
        "Network is unreachable (connect failed), ENETUNREACH",
        "No route to host, EHOSTUNREACH",
        "Host is unreachable, EHOSTUNREACH",
        "Cannot assign requested address, EADDRNOTAVAIL",
        "Address not available, EADDRNOTAVAIL",
        "Permission denied, EACCES",
        "Operation not permitted, EPERM",
        "Invalid argument, EINVAL",
    })
    void readsTheErrnoFromTheText(String message, String expected) {
        assertThat(Errno.nameOf(ConnectErrors.errnoOf(new ConnectException(message))))
                .isEqualTo(expected);
        assertThat(Errno.nameOf(ConnectErrors.errnoOf(new BindException(message))))
                .isEqualTo(expected);
        assertThat(Errno.nameOf(ConnectErrors.errnoOf(new NoRouteToHostException(message))))
                .isEqualTo(expected);
        assertThat(Errno.nameOf(ConnectErrors.errnoOf(new SocketException(message))))
                .isEqualTo(expected);
    }

    @Test
    void otherFailuresAreNotTheKernels() {
        assertThat(ConnectErrors.errnoOf(new SocketTimeoutException("Connect timed out")))
                .isZero();
        assertThat(ConnectErrors.errnoOf(new SocketException("Closed by interrupt")))
                .isZero();
        assertThat(ConnectErrors.errnoOf(new ClosedChannelException())).isZero();
    }

    @Test
    void readsWhatTheJdkThrows() {
        assertThat(ConnectErrors.errnoOf(thrownBy(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(UNREACHABLE, 1_000);
                    }
                })))
                .isEqualTo(Errno.ENETUNREACH);
        assertThat(ConnectErrors.errnoOf(thrownBy(() -> SocketChannel.open(UNREACHABLE))))
                .isEqualTo(Errno.ENETUNREACH);
        assertThat(ConnectErrors.errnoOf(thrownBy(() -> {
                    try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
                        channel.connect(UNREACHABLE).get();
                    } catch (java.util.concurrent.ExecutionException e) {
                        throw (IOException) e.getCause();
                    }
                })))
                .isEqualTo(Errno.ENETUNREACH);
    }

    @Test
    void aDatagramSocketsConnectIsNoTcpConnect() {
        Throwable thrown = thrownBy(() -> {
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.connect(UNREACHABLE); // a broadcast without SO_BROADCAST: EACCES
            }
        });
        assertThat(ConnectErrors.errnoOf(thrown)).isZero();
    }

    private static Throwable thrownBy(Call call) {
        Throwable thrown = catchThrowable(call::run);
        assertThat(thrown).isInstanceOf(IOException.class);
        return thrown;
    }

    private interface Call {
        void run() throws Exception;
    }
}
