// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Faults;
import io.ebpflow.it.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails in a hook, the application does not notice: every method that advice calls fails at every other call. */
class FaultsIT {

    private static final int REQUESTS = 601;

    /** Hooks of sockets, of a server and of requests: a server calls no fewer methods of the bridge. */
    private static final int FEWEST_METHODS = 12;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("io.ebpflow.it.request.Server#each")
    void allRequestsAreServed(Server server, Jdk jdk) throws Exception {
        FaultyJar faulty = new FaultyJar(directory.resolve("faulty.jar"));
        Path failures = directory.resolve("failures.txt");
        try (SharedPeer peer = new SharedPeer();
                AgentJvm jvm = new AgentJvm(jdk, directory)
                        .jar(faulty.path())
                        .option("-cp", server.classPath(directory), "-Xmx256m", "-D" + Faults.FILE + "=" + failures)
                        .start(server.main())) {
            jvm.go("serve " + peer.port());
            int port = Integer.parseInt(jvm.awaitPause("done").get(0));
            ShopLoad.oneAfterTheOther(port);
            ShopLoad.manyAtOnce(port, REQUESTS);
            jvm.go("leave");
            jvm.awaitPause("done");
            jvm.go("end");
            assertThat(jvm.process().waitFor(AgentJvm.TIME_LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(jvm.err()).noneMatch(line -> line.contains("injected"));
        }
        Map<String, Integer> failed = Files.readAllLines(failures).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(
                        words -> faulty.methods().get(Integer.parseInt(words[0])),
                        words -> Integer.parseInt(words[1])));
        List<String> often = failed.entrySet().stream()
                .filter(method -> method.getValue() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
        assertThat(often).hasSizeGreaterThanOrEqualTo(FEWEST_METHODS);
    }
}
