// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import io.ebpflow.it.app.Jobs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work on a schedule, by the JDK, Spring and Quartz: named by the class that does it, and only while it does. */
class JobsIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Libraries#each")
    void jobsAreNamedByWhatTheyRun(Libraries libraries, Jdk jdk) throws Exception {
        try (CalledPeer peer = new CalledPeer();
                AgentJvm jvm = LibraryJvm.of(libraries, jdk, directory).start(Jobs.class)) {
            run(jvm, "connect " + peer.port());
            run(jvm, "timer 11");
            run(jvm, "spring 21");
            run(jvm, "quartz 31");
            Map<Long, Map<String, Object>> calls = peer.calls(jvm, 7);

            String here = Jobs.class.getName();
            assertThat(calls.get(11L)).containsEntry("context", here + "$1").containsEntry("context_kind", "job");
            assertThat(calls.get(12L)).containsEntry("context", here + "$Twice").containsEntry("thread", "jobs-timer");
            assertThat(calls.get(13L)).containsEntry("context", here + "$Twice");
            assertThat(calls.get(12L).get("context_id"))
                    .as("done twice")
                    .isNotEqualTo(calls.get(13L).get("context_id"));
            assertThat(calls.get(21L))
                    .containsEntry("context", here + "$Cleaner.clean")
                    .containsEntry("context_kind", "job");
            assertThat(calls.get(22L))
                    .as("in the same thread")
                    .containsEntry("thread", calls.get(21L).get("thread"))
                    .doesNotContainKeys("context", "context_id");
            assertThat(calls.get(31L))
                    .containsEntry("context", here + "$Export")
                    .containsEntry("context_kind", "job");
            assertThat(calls.get(32L)).containsEntry("context", here + "$Failing");
            assertThat(jvm.events().toString()).doesNotContain("order-");
        }
    }

    private static void run(AgentJvm jvm, String command) throws Exception {
        jvm.go(command);
        jvm.awaitPause("done");
    }
}
