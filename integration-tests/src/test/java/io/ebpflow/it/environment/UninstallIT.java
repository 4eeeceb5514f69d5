// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code uninstall()} of the MBean: the kernel is as it was, and so is the JVM, which goes on. Again and again: {@link UninstallRepeatedlyIT}. */
class UninstallIT {

    private static final int BYTES = 7_919;

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

            assertThat(errand.call("uninstall")).isEqualTo("0");

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
}
