// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Command;
import io.ebpflow.it.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/1.1 with connections that stay open: as many exchanges as requests, at both ends. */
class HttpIT {

    private static final int REQUESTS = 101;
    private static final int THREADS = 3;

    /** A pause in the midst of a request is taken for a second request: it happens when the machine is busy. */
    private static final int TRIES = 5;

    /** What a request or response has beside its body: lines, headers, sizes of chunks, TLS records. */
    private static final int MAX_EXTRA_BYTES = 1_500;

    private static final String PASSWORD = "secret";

    @TempDir
    Path directory;

    static Stream<Arguments> clients() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("urlconnection", "httpclient").map(client -> Arguments.of(jdk, client)));
    }

    static Stream<Arguments> clientsOfTls() {
        return clients()
                .flatMap(arguments -> Stream.of("TLSv1.2", "TLSv1.3")
                        .map(version ->
                                Arguments.of(arguments.get()[0], arguments.get()[1], version)));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void anExchangePerRequest(Jdk jdk, String client) throws Exception {
        long multiplexed = 1;
        for (int i = 0; i < TRIES && multiplexed != 0; i++) {
            Path files = Files.createDirectory(directory.resolve("try" + i));
            try (AgentJvm jvm = Exchanges.jvm(jdk, files).urgent().start(HttpTalk.class)) {
                Map<Long, List<String[]>> served = talk(jvm, "http " + client);
                jvm.finish(); // and with it the last exchange of each connection
                List<Map<String, Object>> out = Exchanges.of(jvm, "out");
                List<Map<String, Object>> in = Exchanges.of(jvm, "in");
                assertThat(out).hasSize(REQUESTS);
                assertThat(in).hasSize(REQUESTS);
                Exchanges.assertWhole(out);
                Exchanges.assertWhole(in);
                Map<Long, List<Map<String, Object>>> requests = Exchanges.byClientPort(out);
                Map<Long, List<Map<String, Object>>> services = Exchanges.byClientPort(in);
                served.forEach((port, witnesses) -> assertSame(witnesses, requests.get(port), services.get(port)));
                assertThat(Exchanges.multiplexed(in)).isZero();
                multiplexed = Exchanges.multiplexed(out);
            }
        }
        assertThat(multiplexed).isZero();
    }

    /** Each request's bytes: those of both ends are the same, and those of the bodies with a little more. */
    private static void assertSame(
            List<String[]> witnesses, List<Map<String, Object>> out, List<Map<String, Object>> in) {
        assertThat(out).hasSameSizeAs(witnesses);
        assertThat(in).hasSameSizeAs(witnesses);
        for (int i = 0; i < witnesses.size(); i++) {
            for (String key : List.of("request_bytes", "response_bytes")) {
                long bytes = Exchanges.number(out.get(i), key);
                long ofBody = Long.parseLong(witnesses.get(i)[key.equals("request_bytes") ? 2 : 3]);
                assertThat(in.get(i)).containsEntry(key, bytes);
                assertThat(bytes).isBetween(ofBody + 1, ofBody + MAX_EXTRA_BYTES);
            }
        }
    }

    /**
     * TLS 1.2: two exchanges for the handshake, one where a session is resumed. TLS 1.3: one, and another one where the client
     * has sent its lone ChangeCipherSpec, 6 bytes, before it read all of the server's answer; its Finished goes with the first
     * request. The farewell of either version is none.
     */
    @ParameterizedTest
    @MethodSource("clientsOfTls")
    void anExchangePerRequestAndThoseOfTheHandshake(Jdk jdk, String client, String version) throws Exception {
        Path keys = directory.resolve("keys");
        Command.run(
                jdk.program("keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        AgentJvm prepared = Exchanges.jvm(jdk, directory).urgent().option("-Djdk.tls.client.protocols=" + version);
        for (String store : List.of("keyStore", "trustStore")) {
            prepared.option("-Djavax.net.ssl." + store + "=" + keys);
            prepared.option("-Djavax.net.ssl." + store + "Password=" + PASSWORD);
        }
        try (AgentJvm jvm = prepared.start(HttpTalk.class)) {
            Map<Long, List<String[]>> served = talk(jvm, "https " + client);
            jvm.finish(); // and with it the last exchange of each connection
            List<Map<String, Object>> out = Exchanges.of(jvm, "out");
            Exchanges.assertWhole(out);
            Map<Long, List<Map<String, Object>>> requests = Exchanges.byClientPort(out);
            assertThat(requests).hasSameSizeAs(served);
            served.forEach((port, witnesses) -> {
                List<Map<String, Object>> exchanges = withoutGoodbyes(requests.get(port));
                assertThat(exchanges)
                        .as(exchanges.toString())
                        .hasSizeBetween(witnesses.size() + 1, witnesses.size() + 2);
            });
        }
    }

    /** Two close_notify that crossed, at the very end of a connection, look like messages in both directions. */
    private static List<Map<String, Object>> withoutGoodbyes(List<Map<String, Object>> exchanges) {
        Map<String, Object> last = exchanges.get(exchanges.size() - 1);
        boolean isGoodbye =
                Exchanges.isMultiplexed(last) && last.get("request_bytes").equals(last.get("response_bytes"));
        return exchanges.subList(0, exchanges.size() - (isGoodbye ? 1 : 0));
    }

    /** By the port of the client, the requests that the server has seen. */
    private static Map<Long, List<String[]>> talk(AgentJvm jvm, String what) throws Exception {
        jvm.go(what + " " + THREADS + " " + REQUESTS);
        Map<Long, List<String[]>> served = new TreeMap<>();
        int count = 0;
        for (String line : jvm.awaitPause("done")) {
            String[] words = line.split("\t");
            if (words[0].equals("served")) {
                served.computeIfAbsent(Long.valueOf(words[1]), port -> new ArrayList<>())
                        .add(words);
                count++;
            }
        }
        assertThat(count).isEqualTo(REQUESTS);
        return served;
    }
}
