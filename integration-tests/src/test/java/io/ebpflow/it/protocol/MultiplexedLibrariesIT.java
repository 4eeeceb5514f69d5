// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Libraries whose hooks say that a connection is multiplexed before its first byte: no exchange on it has times. */
class MultiplexedLibrariesIT {

    private static final String PACE = " closed-5 ";
    private static final int REQUESTS = 37;
    private static final int FIRST_TO_WARN_OF_NATIVE_CODE = 24;

    /** Four bytes that follow: number 0, and nothing more. */
    private static final byte[] NO_ANSWER = {0, 0, 0, 4, 0, 0, 0, 0};

    @TempDir
    Path directory;

    static Stream<Arguments> clients() {
        return Libraries.each()
                .flatMap(each -> Stream.of(NettyTalk.class, OkHttpTalk.class, ApacheTalk.class)
                        .map(client -> Arguments.of(each.get()[0], each.get()[1], client)));
    }

    static Stream<Arguments> transports() {
        return Libraries.each()
                .flatMap(each -> Stream.of("nio", "epoll")
                        .map(transport -> Arguments.of(each.get()[0], each.get()[1], transport)));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void clientsOfHttp2(Libraries libraries, Jdk jdk, Class<?> client) throws Exception {
        try (DelayingHttp2Server server = new DelayingHttp2Server();
                AgentJvm jvm = Exchanges.jvm(libraries, jdk, directory).start(client)) {
            jvm.go(server.port() + PACE + REQUESTS);
            assertThat(jvm.awaitPause("done")).hasSizeGreaterThanOrEqualTo(REQUESTS);
            jvm.finish();
            assertNoTimes(Exchanges.of(jvm, "out"));
        }
    }

    /** In the copy of Netty that gRPC has, at both ends of the connection. */
    @ParameterizedTest
    @MethodSource("transports")
    void bothEndsOfGrpc(Libraries libraries, Jdk jdk, String transport) throws Exception {
        AgentJvm prepared =
                Exchanges.jvm(libraries, jdk, directory).option("-Dio.grpc.netty.shaded.io.netty.noUnsafe=true");
        if (jdk.release() >= FIRST_TO_WARN_OF_NATIVE_CODE) {
            prepared.option("--enable-native-access=ALL-UNNAMED");
        }
        try (AgentJvm jvm = prepared.start(GrpcTalk.class)) {
            jvm.go(transport + PACE + REQUESTS);
            assertThat(jvm.awaitPause("done")).hasSize(REQUESTS);
            jvm.finish();
            assertNoTimes(Exchanges.of(jvm, "out"));
            assertNoTimes(Exchanges.of(jvm, "in"));
        }
    }

    /** The server knows no Kafka: what it answers to the client's first request, the client does not understand. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Libraries#each")
    void clientsOfKafka(Libraries libraries, Jdk jdk) throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                AgentJvm jvm = Exchanges.jvm(libraries, jdk, directory).start(KafkaTalk.class)) {
            Thread thread = new Thread(() -> answer(broker), "broker");
            thread.setDaemon(true);
            thread.start();
            jvm.go(Integer.toString(broker.getLocalPort()));
            jvm.awaitPause("done");
            jvm.finish();
            assertNoTimes(Exchanges.of(jvm, "out"));
        }
    }

    /** Each connection once; the client closes it then. */
    private static void answer(ServerSocket broker) {
        byte[] request = new byte[1_024];
        while (!broker.isClosed()) {
            try (Socket socket = broker.accept()) {
                if (socket.getInputStream().read(request) > 0) {
                    socket.getOutputStream().write(NO_ANSWER);
                    socket.getInputStream().read(request);
                }
            } catch (IOException e) {
                // the client or the test has closed it
            }
        }
    }

    private static void assertNoTimes(List<Map<String, Object>> exchanges) {
        assertThat(exchanges).isNotEmpty();
        assertThat(exchanges).allMatch(Exchanges::isMultiplexed);
    }
}
