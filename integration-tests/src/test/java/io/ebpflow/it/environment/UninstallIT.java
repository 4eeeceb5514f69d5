// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code uninstall()} of the MBean: the kernel is as it was, and so is the JVM, which goes on. */
class UninstallIT {

    private static final int BYTES = 7_919;
    private static final int ROUNDS = 5;
    private static final int LIMIT_SECONDS = 60;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void leavesNothingInTheKernelWhileTheJvmGoesOn(Jdk jdk) throws Exception {
        try (Errand errand = new Errand(new AgentJvm(jdk, directory))) {
            long pid = errand.jvm().process().pid();
            long port = errand.number("listen");
            errand.number("connect " + port + " " + BYTES);
            errand.jvm().nextEvents(5);
            Set<String> objects = BpfObjects.of(pid);
            assertThat(objects).anyMatch(object -> object.startsWith("prog"));

            assertThat(errand.call("uninstall")).isEqualTo("false");

            assertThat(BpfObjects.of(pid)).isEmpty();
            assertThat(Kernel.leftOf(objects)).isEmpty();
            assertThat(Kernel.mappingsOf(pid)).isEmpty();
            errand.number("connect " + port + " " + BYTES);
            assertThat(errand.jvm().finish()).as("seen afterwards").isEmpty();
            assertThat(errand.jvm().err())
                    .filteredOn("[ebpflow] INFO uninstalled"::equals)
                    .hasSize(1);
            assertThat(errand.jvm().err()).allMatch(line -> line.startsWith("[ebpflow] INFO "));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void manyTimesUnderTrafficHarmsNothingAndAddsUpToNothing(Jdk jdk) throws Exception {
        // Without the option JDK 21 and later warn of the attach itself.
        String[] option = jdk.release() < 21 ? new String[0] : new String[] {"-XX:+EnableDynamicAgentLoading"};
        Path log = directory.resolve("flows.json");
        try (Errand errand = new Errand(new AgentJvm(jdk, directory).option(option))) {
            long pid = errand.jvm().process().pid();
            errand.call("traffic " + errand.number("listen"));
            for (int round = 1; round <= ROUNDS; round++) {
                Set<String> objects = BpfObjects.of(pid);
                assertThat(objects).anyMatch(object -> object.startsWith("prog"));
                awaitGrowth(log);

                assertThat(errand.call("uninstall")).isEqualTo("false");
                assertThat(Kernel.leftOf(objects)).isEmpty();
                assertThat(Kernel.mappingsOf(pid)).isEmpty();

                attach(pid, errand.jvm().arguments());
                errand.call("hooks");
            }
            awaitGrowth(log);
            assertThat(errand.jvm().err())
                    .filteredOn("[ebpflow] INFO uninstalled"::equals)
                    .hasSize(ROUNDS);
            assertThat(errand.jvm().err()).allMatch(line -> line.startsWith("[ebpflow] INFO "));
            errand.jvm().process().destroyForcibly();
        }
    }

    private static void attach(long pid, String arguments) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            machine.loadAgent(JvmRun.agentJar().toString(), arguments);
        } finally {
            machine.detach();
        }
    }

    /** Flows are seen: it need not say of whom, the log rolls over. */
    private static void awaitGrowth(Path log) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        long startBytes = Files.exists(log) ? Files.size(log) : 0;
        while (!Files.exists(log) || Files.size(log) == startBytes) {
            assertThat(System.nanoTime()).as("no flows are seen").isLessThan(deadlineNs);
            Thread.sleep(10);
        }
    }
}
