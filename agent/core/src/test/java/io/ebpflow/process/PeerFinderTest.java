// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.net.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a /proc of a host on which we are process 100, in no container unless it is said. */
class PeerFinderTest {
    private static final String SHOP = "275d71585e03a0dfd0ac4e2fb8d7b95b3f0e9d7e4a3b52f0d1a6c5b4e3f2a190";
    private static final String DB = "1f2e3d4c5b6a79880123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String PAUSE = "aaaabbbbccccddddeeeeffff0000111122223333444455556666777788889999";

    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid" + "  timeout inode\n";
    private static final String ROUTES = "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 127.0.0.1\n        /32 host LOCAL\n";

    @TempDir
    Path root;

    private final Map<String, String> links = new HashMap<>();
    private ContainerFacts ownContainer = ContainerFacts.NONE;

    @BeforeAll
    static void loadNative() {
        assertThat(JnaLoader.load()).isNull();
    }

    @BeforeEach
    void makeOurselves() throws IOException {
        process("self", "/", "net:[1]");
        write("self/net/tcp", HEADER);
        write("self/net/fib_trie", ROUTES);
        process("100", "/", "net:[1]");
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve("proc").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void process(String pid, String cgroup, String namespace) throws IOException {
        write(pid + "/cgroup", "0::" + cgroup + "\n");
        links.put("/proc/" + pid + "/ns/net", namespace);
    }

    private void opens(String pid, long inode) throws IOException {
        write(pid + "/fd/0", "");
        write(pid + "/fd/7", "");
        links.put("/proc/" + pid + "/fd/0", "/dev/null");
        links.put("/proc/" + pid + "/fd/7", "socket:[" + inode + "]");
    }

    private void has(String pid, String address, String socket, long inode) throws IOException {
        write(pid + "/net/fib_trie", ROUTES + "     |-- " + address + "\n        /32 host LOCAL\n");
        write(pid + "/net/tcp", HEADER + row(socket, inode));
    }

    private static String row(String socket, long inode) {
        return "   0: " + socket + " 00000000:00000000 02:00000000 00000000  1000        0 " + inode
                + " 2 0 20 4 30 10 -1\n";
    }

    private static Address address(String text) throws UnknownHostException {
        Address address = new Address();
        address.setBytes(InetAddress.getByName(text).getAddress());
        return address;
    }

    private static Peer peer(String local, int localPort, String remote, int remotePort) throws UnknownHostException {
        return new Peer(address(local), localPort, address(remote), remotePort, 1_000_000);
    }

    /** 10.0.0.1:50000 to 10.0.0.2:8080, which at the other end is local first. */
    private static final String AT_SHOP = "0200000A:1F90 0100000A:C350 01";

    private Peer toShop() throws UnknownHostException {
        return peer("10.0.0.1", 50_000, "10.0.0.2", 8_080);
    }

    private long failedCount;

    private ContainerFacts find(Peer peer) {
        JvmFacts own = new JvmFacts(ProcessFacts.of(100).build(), null, ownContainer);
        RuntimeApi nobody = new RuntimeApi(new UnixHttp(1_000_000_000L, () -> false), List.of());
        PeerFinder finder =
                new PeerFinder(new ProcFiles(root.toFile(), links::get), nobody, () -> own, System::nanoTime);
        finder.find(List.of(peer));
        failedCount = finder.failedCount();
        return peer.container();
    }

    @Test
    void theContainerOfWhoHasThePeersSocketOpen() throws IOException {
        process("200", "/system.slice/docker-" + SHOP + ".scope", "net:[2]");
        has("200", "10.0.0.2", AT_SHOP, 7_919);
        opens("200", 7_919);

        ContainerFacts found = find(toShop());

        assertThat(found.id).isEqualTo(SHOP);
        assertThat(found.runtime).isEqualTo("docker");
        assertThat(find(peer("10.0.0.1", 50_001, "10.0.0.2", 8_080)).isKnown())
                .as("another port")
                .isFalse();
        assertThat(find(peer("10.0.0.1", 50_000, "10.0.0.3", 8_080)).isKnown())
                .as("another address")
                .isFalse();
    }

    @Test
    void aSocketOfBothKindsOfAddress() throws IOException {
        process("200", "/docker/" + SHOP, "net:[2]");
        has("200", "10.0.0.2", "00000000:0016 00000000:0000 0A", 1);
        write(
                "200/net/tcp6",
                HEADER + row("0000000000000000FFFF00000200000A:1F90 0000000000000000FFFF00000100000A:C350 01", 7_919));
        opens("200", 7_919);

        assertThat(find(toShop()).id).isEqualTo(SHOP);
    }

    @Test
    void aTableThatIsTooLongIsCounted() throws IOException {
        process("200", "/docker/" + SHOP, "net:[2]");
        has("200", "10.0.0.2", AT_SHOP, 7_919);
        opens("200", 7_919);
        assertThat(find(toShop()).id).isEqualTo(SHOP);
        assertThat(failedCount).isZero();

        String other = row("0200000A:1F91 0100000A:C350 01", 1);
        String others = other.repeat(ProcFiles.MAX_BYTES / other.length() + 1_000);
        write("200/net/tcp", HEADER + others + row(AT_SHOP, 7_919));
        assertThat(find(toShop()).isKnown()).as("beyond what is read").isFalse();
        assertThat(failedCount).isEqualTo(1);
    }

    @Test
    void ipv6() throws IOException {
        process("200", "/docker/" + SHOP, "net:[2]");
        write(
                "200/net/tcp6",
                HEADER + row("B80D0120000000000000000002000000:1F90 B80D0120000000000000000001000000:C350 01", 7));
        write("200/net/if_inet6", "20010db8000000000000000000000002 02 40 00 80     eth0\n");
        opens("200", 7);

        assertThat(find(peer("2001:db8::1", 50_000, "2001:db8::2", 8_080)).id).isEqualTo(SHOP);
        assertThat(find(peer("2001:db8::1", 50_000, "2001:db8::3", 8_080)).isKnown())
                .isFalse();
    }

    @Test
    void ofAPodTheContainerThatHasItOpen() throws IOException {
        for (String pid : new String[] {"200", "201"}) {
            process(pid, "/kubepods/pod1/cri-containerd-" + (pid.equals("200") ? PAUSE : SHOP) + ".scope", "net:[2]");
            has(pid, "10.0.0.2", AT_SHOP, 7_919);
        }
        assertThat(find(toShop()).isKnown()).as("open files are not for us").isFalse();

        opens("200", 5);
        opens("201", 7_919);
        assertThat(find(toShop()).id).isEqualTo(SHOP);
    }

    @Test
    void theOnlyContainerThereIfOpenFilesAreNotForUs() throws IOException {
        process("200", "/docker/" + SHOP, "net:[2]");
        has("200", "10.0.0.2", AT_SHOP, 7_919);
        assertThat(find(toShop()).id).isEqualTo(SHOP);

        opens("200", 5);
        assertThat(find(toShop()).isKnown())
                .as("somebody else, who has joined its network")
                .isFalse();
    }

    @Test
    void whatIsNotAcceptedYetOrIsOver() throws IOException {
        process("200", "/docker/" + SHOP, "net:[2]");
        has("200", "10.0.0.2", AT_SHOP, 0);
        opens("200", 5);
        assertThat(find(toShop()).id).isEqualTo(SHOP);

        has("200", "10.0.0.2", AT_SHOP.replace(" 01", " 06"), 0);
        assertThat(find(toShop()).isKnown()).isFalse();
    }

    /** A container with the host's network sees all sockets of the host. */
    @Test
    void inOurOwnNetworkOnlyWhoIsSeenToHaveItOpen() throws IOException {
        String socket = "0100007F:1F90 0100007F:C350 01";
        write("self/net/tcp", HEADER + row(socket, 7_919));
        process("200", "/docker/" + SHOP, "net:[1]");
        has("200", "10.0.0.2", socket, 7_919);
        opens("200", 5);
        process("300", "/user.slice", "net:[1]");
        opens("300", 7_919);
        Peer peer = peer("127.0.0.1", 50_000, "127.0.0.1", 8_080);
        assertThat(find(peer).isKnown()).as("a process of the host").isFalse();

        process("201", "/docker/" + DB, "net:[1]");
        opens("201", 7_919);
        assertThat(find(peer).id).isEqualTo(DB);
    }

    @Test
    void ourOwnContainerIsNotNamed() throws IOException {
        ownContainer = new ContainerFacts(SHOP, "docker", null, null, null);
        process("200", "/docker/" + SHOP, "net:[2]");
        has("200", "10.0.0.2", AT_SHOP, 7_919);
        opens("200", 7_919);

        assertThat(find(toShop()).isKnown()).isFalse();
    }

    @Test
    void namesItAsItsRuntimeHasWrittenItDown() throws IOException {
        process("200", "/kubepods/pod1/cri-containerd-" + SHOP + ".scope", "net:[2]");
        has("200", "10.0.0.2", AT_SHOP, 7_919);
        opens("200", 7_919);
        CriFilesTest.copy(
                "containerd-config.json", root, "/run/containerd/io.containerd.runtime.v2.task/k8s.io/" + SHOP);

        ContainerFacts found = find(toShop());

        assertThat(found.name).isEqualTo("web");
        assertThat(found.pod).isEqualTo("shop-7d4b9c6f5-x2x7q");
        assertThat(found.namespace).isEqualTo("production");
    }
}
