// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.NetworkNamespace;
import io.ebpflow.it.app.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever resolver the JDK asks, each question is told once, with its answer and how long it took. */
class ResolverIT {

    @TempDir
    Path directory;

    private static List<String> answers(AgentJvm jvm, String command) throws Exception {
        jvm.go(command);
        return jvm.awaitPause("done");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#withVirtualThreads")
    void anApplicationsOwnResolverIsToldOnceForEachQuestion(Jdk jdk) throws Exception {
        String application =
                Names.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        try (AgentJvm jvm = new AgentJvm(jdk, directory)
                .option("-cp", application + ":" + OwnResolver.jar(jdk, directory))
                .start(Names.class)) {
            List<String> asked = new ArrayList<>();
            for (String host : new String[] {
                "after-0.test", "after-41.test", "after-211.test", "after-41.test", "nowhere.test", "broken.test"
            }) {
                for (String kind : new String[] {"virtual", "platform"}) {
                    asked.addAll(lookup(jvm, host, kind));
                }
            }
            jvm.finish();
            List<Map<String, Object>> lookups = jvm.events("lookup");
            assertThat(lookups).extracting(event -> event.get("remote_name")).containsExactlyElementsOf(asked);
            // What was found, and for ten seconds what was not, the JDK did not ask for again.
            assertThat(asked)
                    .startsWith("after-0.test", "after-41.test", "after-211.test", "nowhere.test", "broken.test");
            assertThat(lookups.subList(0, 5)).allMatch(event -> Boolean.TRUE.equals(event.get("virtual")));
            assertThat(lookups.subList(0, 3))
                    .allSatisfy(event -> assertThat(event)
                            .containsEntry("remote_addr", "127.0.0.1")
                            .doesNotContainKey("error"));
            assertThat(lookups.get(3)).containsEntry("error", "EAI_AGAIN");
            assertThat(lookups.get(4)).containsEntry("error", "RESOLVER_FAILED");
        }
    }

    /**
     * Looks a host up. If the resolver was asked, the event has between the resolver's own time and that of the whole call.
     *
     * @return what the resolver was asked
     */
    private static List<String> lookup(AgentJvm jvm, String host, String kind) throws Exception {
        int before = jvm.events("lookup").size();
        List<String> asked = new ArrayList<>();
        long durationNs = 0;
        for (String line : answers(jvm, "lookup " + host + " " + kind)) {
            String[] words = line.split("\t");
            if (words[0].equals("asked")) {
                asked.add(words[1]);
            } else {
                durationNs = Long.parseLong(words[1]);
            }
        }
        if (!asked.isEmpty()) {
            assertThat(asked).containsExactly(host);
            Map<String, Object> event = jvm.awaitEvents("lookup", before + 1).get(before);
            long leastMs = host.startsWith("after-") ? Long.parseLong(host.split("[-.]")[1]) : 0;
            assertThat((Long) event.get("lookup_us")).isBetween(leastMs * 1_000, durationNs / 1_000);
        }
        return asked;
    }

    /** Without a network the system's resolver gives up at once, and says so in the JDK's words. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theSystemsResolverSaysWhyItFailed(Jdk jdk) throws Exception {
        NetworkNamespace alone = new NetworkNamespace();
        try (AgentJvm jvm = new AgentJvm(jdk, directory).prefix(alone.prefix()).start(Names.class)) {
            assertThat(answers(jvm, "lookup nowhere.invalid platform").get(0)).contains("UnknownHostException");
            assertThat((String) jvm.awaitEvents("lookup", 1).get(0).get("error"))
                    .startsWith("EAI_");
            assertThat(answers(jvm, "lookup localhost platform").get(0)).startsWith("127.0.0.1");
            assertThat(jvm.awaitEvents("lookup", 2).get(1))
                    .containsEntry("remote_name", "localhost")
                    .doesNotContainKey("error");
            jvm.finish();
        } finally {
            alone.remove();
        }
    }
}
