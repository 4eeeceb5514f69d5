// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.net.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressHoldersTest {
    private static final String DB = "1f2e3d4c5b6a79880123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String WEB = "275d71585e03a0dfd0ac4e2fb8d7b95b3f0e9d7e4a3b52f0d1a6c5b4e3f2a190";
    private static final String STARTED = "2026-11-23T03:11:22.123456789Z";
    private static final long STARTED_US = 1_795_403_482_123_456L;
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    Path directory;

    private final AtomicReference<String> holder = new AtomicReference<>(DB);

    @BeforeAll
    static void loadNative() {
        assertThat(JnaLoader.load()).isNull();
    }

    private static String networks(String ipv4, String ipv6) {
        return "\"NetworkSettings\":{\"Networks\":{\"shop\":{\"IPAMConfig\":null,\"NetworkID\":\"c0ffee\",\"Gateway\":\"172.18.0.1\","
                + "\"IPAddress\":\"" + ipv4 + "\",\"IPPrefixLen\":16,\"GlobalIPv6Address\":\"" + ipv6 + "\"}}}";
    }

    private static String listed(String id, String ipv4, String ipv6) {
        return "{\"Id\":\"" + id
                + "\",\"Names\":[\"/x\"],\"State\":\"running\",\"Ports\":[{\"PrivatePort\":5432,\"Type\":\"tcp\"}],"
                + networks(ipv4, ipv6) + "}";
    }

    private static String inspected(String id, String name, String ipv4, String ipv6, String startedAt) {
        return "{\"Id\":\"" + id + "\",\"Name\":\"/" + name + "\",\"State\":{\"Running\":true,\"StartedAt\":\""
                + startedAt + "\"},\"Config\":{\"Labels\":{}}," + networks(ipv4, ipv6) + "}";
    }

    /** Two containers; of the first one's address it is said who has it now. */
    private String answer(String request, String startedAt) {
        String target = request.split(" ")[1];
        if (target.equals("/_ping")) {
            return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";
        } else if (target.equals("/containers/json")) {
            return FakeRuntime.chunked(
                    200,
                    "[" + listed(DB, "172.18.0.2", "fd00::2") + "," + listed(WEB, "172.18.0.3", "") + ","
                            + listed(DB.replace('1', '2'), "172.19.0.9", "") + ","
                            + listed(DB.replace('1', '3'), "172.19.0.9", "") + "]");
        } else if (target.equals("/containers/" + DB + "/json")) {
            boolean isHolder = holder.get().equals(DB);
            return FakeRuntime.chunked(
                    200,
                    inspected(DB, "shop-db-1", isHolder ? "172.18.0.2" : "", isHolder ? "fd00::2" : "", startedAt));
        }
        return FakeRuntime.chunked(404, "{\"message\":\"No such container\"}");
    }

    private FakeRuntime docker(String startedAt) {
        return new FakeRuntime(directory.resolve("docker.sock"), request -> answer(request, startedAt));
    }

    private static AddressHolders holders(FakeRuntime docker) {
        return new AddressHolders(
                new RuntimeApi(new UnixHttp(5 * SECOND_NS, () -> false), List.of("/nobody", docker.path())));
    }

    private static Peer peer(String remote, long beganUs) throws UnknownHostException {
        Address address = new Address();
        address.setBytes(InetAddress.getByName(remote).getAddress());
        return new Peer(new Address(), 50_000, address, 5_432, beganUs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"172.18.0.2", "fd00::2"})
    void theContainerThatHasTheAddress(String address) throws UnknownHostException {
        try (FakeRuntime docker = docker(STARTED)) {
            ContainerFacts found = holders(docker).holderOf(peer(address, STARTED_US + 1), 0);

            assertThat(found.id).isEqualTo(DB);
            assertThat(found.name).isEqualTo("shop-db-1");
            assertThat(found.runtime).as("Podman answers in the same way").isNull();
        }
    }

    @Test
    void notOneThatWasStartedAfterTheConnectionWasMade() throws UnknownHostException {
        try (FakeRuntime docker = docker(STARTED)) {
            AddressHolders holders = holders(docker);

            assertThat(holders.holderOf(peer("172.18.0.2", STARTED_US), 0).isKnown())
                    .isFalse();
            assertThat(holders.holderOf(peer("172.18.0.2", Peer.UNKNOWN), 0).isKnown())
                    .isFalse();
        }
    }

    @Test
    void anOffsetIsATimeToo() throws UnknownHostException {
        String podmans =
                Instant.parse(STARTED).toString().replace("T03:", "T05:").replace("Z", "+02:00");
        try (FakeRuntime docker = docker(podmans)) {
            assertThat(holders(docker).holderOf(peer("172.18.0.2", STARTED_US + 1), 0).id)
                    .isEqualTo(DB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "0001-01-01"})
    void notOneOfWhichNobodyKnowsWhenItWasStarted(String startedAt) throws UnknownHostException {
        try (FakeRuntime docker = docker(startedAt)) {
            assertThat(holders(docker)
                            .holderOf(peer("172.18.0.2", STARTED_US + 1), 0)
                            .isKnown())
                    .isFalse();
        }
    }

    @Test
    void notOneThatHasLostTheAddressSince() throws UnknownHostException {
        try (FakeRuntime docker = docker(STARTED)) {
            holder.set(WEB);

            assertThat(holders(docker)
                            .holderOf(peer("172.18.0.2", STARTED_US + 1), 0)
                            .isKnown())
                    .isFalse();
        }
    }

    @Test
    void notOneOfTwo() throws UnknownHostException {
        try (FakeRuntime docker = docker(STARTED)) {
            AddressHolders holders = holders(docker);

            assertThat(holders.holderOf(peer("172.19.0.9", STARTED_US + 1), 0).isKnown())
                    .isFalse();
            assertThat(holders.failedCount()).isZero();
        }
    }

    @Test
    void asksForTheListEveryTenSecondsAndCountsWhatFails() throws UnknownHostException {
        try (FakeRuntime docker = docker(STARTED)) {
            AddressHolders holders = holders(docker);
            holders.holderOf(peer("10.9.9.9", STARTED_US + 1), 0);
            holders.holderOf(peer("10.9.9.9", STARTED_US + 1), 9 * SECOND_NS);
            assertThat(docker.requests()).hasSize(2);

            assertThat(holders.holderOf(peer("172.18.0.3", STARTED_US + 1), 10 * SECOND_NS)
                            .isKnown())
                    .isFalse();
            assertThat(docker.requests()).hasSize(5);
            assertThat(holders.failedCount()).as("one has ended meanwhile").isEqualTo(1);
        }
    }

    @Test
    void withoutARuntimeNothingIsKnownAndNothingFails() throws UnknownHostException {
        AddressHolders holders = new AddressHolders(
                new RuntimeApi(new UnixHttp(SECOND_NS, () -> false), List.of(directory + "/nobody")));

        assertThat(holders.holderOf(peer("172.18.0.2", STARTED_US + 1), 0).isKnown())
                .isFalse();
        assertThat(holders.failedCount()).isZero();
    }
}
