// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the JVM ends, the kernel is as it was: no program, link or map of ours is left. */
class LeftoversIT {

    /** The kernel frees what nobody holds after a grace period of its own. */
    private static final int FREED_WITHIN_SECONDS = 60;

    private static final int CONNECTIONS = 5;

    @TempDir
    Path directory;

    private static Set<String> objectsOf(Talker talker) throws Exception {
        Set<String> objects = BpfObjects.of(talker.jvm().process().pid());
        assertThat(objects)
                .anyMatch(object -> object.startsWith("link"))
                .anyMatch(object -> object.startsWith("prog"))
                .anyMatch(object -> object.startsWith("map"));
        assertThat(BpfObjects.all()).containsAll(objects);
        return objects;
    }

    private static void assertGone(Set<String> objects) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(FREED_WITHIN_SECONDS);
        Set<String> left = new TreeSet<>(objects);
        left.retainAll(BpfObjects.all());
        while (!left.isEmpty() && System.nanoTime() < deadlineNs) {
            Thread.sleep(50);
            left.retainAll(BpfObjects.all());
        }
        assertThat(left).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void nothingIsLeftOfAJvmThatIsKilled(Jdk jdk) throws Exception {
        try (Talker talker = new Talker(new AgentJvm(jdk, directory))) {
            talker.assertSeesItself(CONNECTIONS);
            Set<String> objects = objectsOf(talker);
            talker.jvm().process().destroyForcibly().waitFor();

            assertGone(objects);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void nothingIsLeftOfAJvmThatEnds(Jdk jdk) throws Exception {
        try (Talker talker = new Talker(new AgentJvm(jdk, directory))) {
            talker.assertSeesItself(CONNECTIONS);
            Set<String> objects = objectsOf(talker);
            talker.finish();

            assertGone(objects);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aChildProcessHoldsNothingAndIsNotSeen(Jdk jdk) throws Exception {
        ProcessHandle child = null;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Talker talker = new Talker(new AgentJvm(jdk, directory))) {
            server.setSoTimeout(60_000);
            child = ProcessHandle.of(talker.number("child " + server.getLocalPort()))
                    .orElseThrow();
            try (Socket connection = server.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo('c');
                assertThat(BpfObjects.of(child.pid())).isEmpty();
            }
            talker.assertSeesItself(CONNECTIONS); // and nothing else
            Set<String> objects = objectsOf(talker);
            talker.jvm().process().destroyForcibly().waitFor();

            assertThat(child.isAlive()).isTrue();
            assertGone(objects);
            assertThat(talker.jvm().flowEvents()).hasSize(1 + 4 * CONNECTIONS);
        } finally {
            if (child != null) {
                child.destroyForcibly();
            }
        }
    }
}
