// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelProblemTest {
    private static final Path DOC = Paths.get("../../docs/troubleshooting.md");

    @ParameterizedTest
    @EnumSource
    void isExplainedUnderItsOwnMessage(KernelProblem problem) throws IOException {
        assertThat(new String(Files.readAllBytes(DOC), StandardCharsets.UTF_8).lines())
                .as("headings of " + DOC)
                .contains("## " + problem.message());
    }

    @ParameterizedTest
    @EnumSource
    void isOneLineWithEveryValueInItsPlace(KernelProblem problem) {
        String line = problem.describe("value1", "value2", "value3");
        assertThat(line)
                .startsWith("no flows can be seen: ")
                .contains("value1")
                .doesNotContain("{", "}", "\n", "unknown");
    }

    @Test
    void givesTheCommandThatMendsMissingPrivileges() {
        assertThat(KernelProblem.NOT_PERMITTED.describe("bpf: EPERM", "/opt/my app/ebpflow.jar", "linux-x86-64"))
                .isEqualTo("no flows can be seen: the kernel does not permit eBPF here: bpf: EPERM. To mend it: install"
                        + " the loader with its two capabilities: unzip -p '/opt/my app/ebpflow.jar'"
                        + " linux-x86-64/ebpflow-loader | sudo install -m 755 /dev/stdin"
                        + " /usr/local/bin/ebpflow-loader && sudo setcap cap_bpf,cap_perfmon+ep"
                        + " /usr/local/bin/ebpflow-loader; or run the JVM as root; in a container add:"
                        + " --cap-add BPF --cap-add PERFMON");
    }

    @Test
    void quotesForTheShell() {
        assertThat(KernelProblem.BROKER_UNREACHABLE.describe("/a'; b", "x")).contains("--broker '/a'\\''; b';");
    }

    @Test
    void survivesMissingAndUnprintableValues() {
        assertThat(KernelProblem.LOADER_NOT_FOUND.describe("a\nb"))
                .contains("the loader a\\u000ab cannot be used: unknown");
    }
}
