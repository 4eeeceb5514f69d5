// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Errands;
import io.ebpflow.it.app.Talk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that the application starts: their sockets are theirs, also when they talk to the application. */
class ChildProcessIT {

    private static final String GREETING = "seventeen-bytes-.";

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void ofAChildThatConnectsToItsParentOnlyTheAcceptIsSeen(Jdk jdk) throws Exception {
        try (Errand errand = new Errand(new AgentJvm(jdk, directory).agent("jmx=false"))) {
            long port = errand.number("listen");
            Path script = Files.writeString(
                    directory.resolve("child.sh"),
                    "exec 3<>/dev/tcp/127.0.0.1/" + port + " && printf " + GREETING + " >&3\n");

            assertThat(errand.call("run bash " + script)).isEqualTo("0");

            List<Map<String, Object>> events = errand.jvm().nextEvents(3);
            assertThat(events).extracting("event").containsExactly("listen", "accept", "close");
            assertThat(events)
                    .allSatisfy(event -> assertThat(event)
                            .containsEntry("pid", errand.jvm().process().pid())
                            .containsEntry("local_port", port));
            assertThat(events.get(1))
                    .containsEntry("direction", "in")
                    .containsEntry("thread", Errands.LISTENER_THREAD)
                    .containsEntry("confidence", "exact");
            assertThat(events.get(2))
                    .containsEntry("direction", "in")
                    .containsEntry("closed_by", "remote")
                    .containsEntry("bytes_received", (long) GREETING.length())
                    .containsEntry("bytes_sent", 0L);
            assertThat(errand.jvm().finish()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void ofAJvmThatTheApplicationStartsNothingIsSeen(Jdk jdk) throws Exception {
        try (Errand errand = new Errand(new AgentJvm(jdk, directory).agent("jmx=false"))) {
            String classPath = Errands.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();

            // It listens, connects, accepts and closes, all by itself.
            assertThat(errand.call(
                            "run " + jdk.program("java") + " -cp " + classPath + " " + Talk.class.getName() + " once"))
                    .isEqualTo("0");

            assertThat(errand.jvm().finish()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aChildThatOutlivesTheJvmHoldsNothing(Jdk jdk) throws Exception {
        ProcessHandle child = null;
        try (Errand errand = new Errand(new AgentJvm(jdk, directory).agent("jmx=false"))) {
            child = ProcessHandle.of(errand.number("begin sleep 300")).orElseThrow();
            assertThat(BpfObjects.of(child.pid())).isEmpty();
            Set<String> objects = BpfObjects.of(errand.jvm().process().pid());
            errand.jvm().finish();

            assertThat(child.isAlive()).isTrue();
            assertThat(Kernel.leftOf(objects)).isEmpty();
        } finally {
            if (child != null) {
                child.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theExitCodeIsTheApplications(Jdk jdk) throws Exception {
        try (Errand errand = new Errand(new AgentJvm(jdk, directory).agent("jmx=false"))) {
            errand.jvm().go("exit 23");

            assertThat(errand.jvm().process().waitFor(AgentJvm.TIME_LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(errand.jvm().process().exitValue()).isEqualTo(23);
        }
    }
}
