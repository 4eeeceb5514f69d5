// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.EchoServer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Handovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server under load, with 64 request threads that hand their work over in every way there is, virtual threads among them, gets the
 * agent again and again, and is rid of it as often. All requests are answered, and the JVM is as before. The witnesses are
 * the kernel and jcmd; that each class gets its own bytecode back {@link AttachRepeatedlyIT} counts.
 */
class UninstallRepeatedlyIT {

    /** Two to three seconds each. */
    private static final int ROUNDS = 50;

    /** bpftool is asked in each of so many. */
    private static final int WITNESSED = 10;

    /**
     * A third of what fifty agents take: the JVM fails if they are not let go of. JDK 25 with virtual threads keeps up to 0.6 MB of
     * former versions of the classes that got other bytecode, each time.
     */
    private static final String METASPACE = "-XX:MaxMetaspaceSize=96m";

    private static final int LIMIT_SECONDS = 60;

    /** The agent's heap is several times as much, each time. */
    private static final long HEAP_SLACK_KB = 4_096;

    /** Of the JDK's own classes: it makes some for each way that something is called by reflection or method handle. */
    private static final long CLASSES_SLACK = 300;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void fiftyTimesUnderLoadLeaveTheJvmAsItWas(Jdk jdk) throws Exception {
        AgentJvm prepared = new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m")
                .forAttach()
                .option("-Xmx256m", METASPACE, "-XX:SoftRefLRUPolicyMSPerMB=0");
        if (jdk.release() >= 21) {
            prepared.option("--enable-preview");
        }
        try (EchoServer peer = new EchoServer();
                AgentJvm jvm = prepared.start(Handovers.class)) {
            long pid = jvm.process().pid();
            jvm.go("serve " + peer.port());
            int port = Integer.parseInt(jvm.awaitPause("done").get(0));
            new SteadyLoad(port, Handovers.ROUTES)
                    .awaitAnswers(10 * Handovers.ROUTES)
                    .stop();
            Census before = new Census(jdk, pid, directory);

            SteadyLoad load = new SteadyLoad(port, Handovers.ROUTES);
            useAndLeave(jvm, load, true);
            useAndLeave(jvm, load, false);
            load.stop();
            Census second = settled(jdk, pid);
            load = new SteadyLoad(port, Handovers.ROUTES);
            for (int round = 3; round <= ROUNDS; round++) {
                useAndLeave(jvm, load, round % WITNESSED == 0);
            }
            load.stop();

            assertSame(before, second, settled(jdk, pid));
            assertThat(jvm.err())
                    .filteredOn("[ebpflow] INFO uninstalled"::equals)
                    .hasSize(ROUNDS);
            assertThat(jvm.err()).allMatch(line -> line.startsWith("[ebpflow] INFO "));
        }
    }

    /** Once. Requests are named before it leaves, and are answered after it has left. */
    private void useAndLeave(AgentJvm jvm, SteadyLoad load, boolean isWitnessed) throws Exception {
        long pid = jvm.process().pid();
        Path log = directory.resolve("flows.json");
        jvm.attach();
        jvm.go("hooks 1");
        jvm.awaitPause("done");
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!Files.exists(log) || !Files.readString(log).contains("\"context\":\"GET /r")) {
            assertThat(System.nanoTime()).as("no requests are named").isLessThan(deadlineNs);
            Thread.sleep(10);
        }
        Set<String> objects = isWitnessed ? BpfObjects.of(pid) : Set.of();
        assertThat(objects.stream().anyMatch(object -> object.startsWith("prog")))
                .isEqualTo(isWitnessed);

        jvm.go("uninstall 1");
        assertThat(jvm.awaitPause("done")).as("MBeans").containsExactly("0");
        assertThat(isWitnessed ? Kernel.leftOf(objects) : Set.of()).isEmpty();
        assertThat(Kernel.mappingsOf(pid)).isEmpty();
        Files.delete(log);
        load.awaitAnswers(load.answered() + 10);
    }

    /** A thread of ours may still be at work on the last that it has seen. */
    private Census settled(Jdk jdk, long pid) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        Census census = new Census(jdk, pid, directory);
        while (census.loaders.toString().contains("ebpflow") && System.nanoTime() < deadlineNs) {
            census = new Census(jdk, pid, directory);
        }
        return census;
    }

    private static void assertSame(Census before, Census second, Census last) {
        assertThat(last.loaders.keySet())
                .as("class loaders")
                .allMatch(type -> type.matches("loader>|jdk\\.internal\\.(loader|reflect)\\..*"));
        assertThat(last.ours.keySet())
                .as("what stays: the bridge, in the bootstrap loader, and what has put it there")
                .isNotEmpty()
                .allMatch(name -> name.matches("io\\.ebpflow\\.(bridge|boot|loading|record)\\..*"));
        assertThat(last.ours).as("our classes").isEqualTo(second.ours);
        assertThat(last.classes).as("classes").isLessThanOrEqualTo(second.classes + CLASSES_SLACK);
        assertThat(last.heapKb).as("heap, KB").isLessThanOrEqualTo(second.heapKb + HEAP_SLACK_KB);
        assertThat(last.fds).as("file descriptors").isEqualTo(second.fds);
        assertThat(without(before.fds.keySet(), last.fds)).as("new ones").allMatch(file -> file.endsWith(".jar"));
        assertThat(last.files).as("files in memory").isEqualTo(second.files);
        assertThat(without(before.files.keySet(), last.files))
                .as("new ones: libraries of the JDK")
                .allMatch(file -> file.matches(".*/lib/lib(instrument|management|management_ext)\\.so"));
        assertThat(without(before.threads.keySet(), last.threads))
                .as("new threads: the JVM's own, and of the application's pools")
                .allMatch(name -> name.matches("Attach Listener|C\\d CompilerThread\\d+|.*[Pp]ool.*|Thread-\\d+"));
    }

    private static Set<String> without(Set<String> known, Map<String, Long> all) {
        return all.keySet().stream().filter(name -> !known.contains(name)).collect(Collectors.toSet());
    }
}
