// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.kernel.libc.JnaLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessReaderTest {
    private static final String STATUS =
            "Name:\tjava\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t4711\nNgid:\t0\nPid:\t4711\n"
                    + "PPid:\t%s\nTracerPid:\t0\nUid:\t0\t1009\t0\t0\nGid:\t0\t1013\t0\t0\nFDSize:\t64\n";

    @TempDir
    Path root;

    private final Map<String, String> links = new HashMap<>();

    @BeforeAll
    static void loadNative() {
        assertThat(JnaLoader.load()).isNull();
    }

    private ProcFiles files() {
        return new ProcFiles(root.toFile(), links::get);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private void writeAccounts() throws IOException {
        write(
                "etc/passwd",
                "root:x:0:0:root:/root:/bin/bash\n+alice:x:1009:::\nshop:x:1009:1013::/srv:/bin/sh\n"
                        + "other:x:1009:1013::/srv:/bin/sh\n");
        write("etc/group", "# of services\nroot:x:0:\nservices:x:1013:shop,other\n");
    }

    @Test
    void readsProgramAndEffectiveUserAndParent() throws IOException {
        write("proc/self/status", String.format(STATUS, 4_709));
        write("proc/self/cmdline", "/usr/bin/java\0-Xmx1g\0-jar\0shop.jar\0");
        links.put("/proc/self/exe", "/usr/lib/jvm/java-17/bin/java");
        writeAccounts();

        ProcessFacts facts = new ProcessReader(files()).self(4_711);

        assertThat(facts.pid).isEqualTo(4_711);
        assertThat(facts.parentPid).isEqualTo(4_709);
        assertThat(facts.exe).isEqualTo("/usr/lib/jvm/java-17/bin/java");
        assertThat(facts.argument).isEqualTo("-Xmx1g");
        assertThat(facts.uid).isEqualTo(1_009);
        assertThat(facts.user).isEqualTo("shop");
        assertThat(facts.gid).isEqualTo(1_013);
        assertThat(facts.group).isEqualTo("services");
    }

    @Test
    void tellsNothingOfWhatItMayNotSee() throws IOException {
        write("proc/4709/status", String.format(STATUS, 1));

        ProcessFacts facts = new ProcessReader(files()).other(4_709);

        assertThat(facts.exe).isNull();
        assertThat(facts.name).isEqualTo("java");
        assertThat(facts.argument).isNull();
        assertThat(facts.user).isNull();
        assertThat(facts.uid).isEqualTo(1_009);
    }

    @Test
    void aReplacedProgramKeepsItsPath() throws IOException {
        write("proc/self/status", String.format(STATUS, 1));
        links.put("/proc/self/exe", "/opt/jdk/bin/java (deleted)");

        assertThat(new ProcessReader(files()).self(4_711).exe).isEqualTo("/opt/jdk/bin/java");
    }

    @Test
    void aParentOutsideOfThePidNamespaceIsNone() throws IOException {
        write("proc/self/status", String.format(STATUS, 0));

        assertThat(new ProcessReader(files()).self(4_711).parentPid).isEqualTo(ProcessFacts.UNKNOWN);
    }

    @Test
    void aProcOfAnotherPidNamespaceDoesNotTellTheParent() throws IOException {
        write("proc/self/status", String.format(STATUS, 4_709));

        assertThat(new ProcessReader(files()).self(7).parentPid).isEqualTo(ProcessFacts.UNKNOWN);
    }

    @Test
    void withoutProcThereIsThePidAlone() {
        ProcessFacts facts = new ProcessReader(files()).self(7);

        assertThat(facts.pid).isEqualTo(7);
        assertThat(facts.uid).isEqualTo(ProcessFacts.UNKNOWN);
        assertThat(new ProcessReader(files()).other(8)).isNull();
    }

    @Test
    void noticesANewParentWithTheNextRefresh() throws IOException {
        write("proc/self/status", String.format(STATUS, 4_709));
        write("proc/4709/status", String.format(STATUS, 1));
        links.put("/proc/4709/exe", "/usr/bin/bash");
        OwnProcess own = new OwnProcess(files(), 4_711, null, name -> null);
        assertThat(own.facts().process.uid).isEqualTo(ProcessFacts.UNKNOWN);
        own.refresh(0);
        JvmFacts first = own.facts();
        assertThat(first.parent.exe).isEqualTo("/usr/bin/bash");

        write("proc/self/status", String.format(STATUS, 1));
        write("proc/1/status", String.format(STATUS, 0));
        own.refresh(4_999_999_999L);
        assertThat(own.facts()).isSameAs(first);
        own.refresh(5_000_000_000L);
        assertThat(own.facts().parent.pid).isEqualTo(1);
        assertThat(own.facts().parent.exe).isNull();
    }

    @Test
    void readsThisVeryProcess() {
        OwnProcess own = OwnProcess.ofThis(false);
        own.refresh(0);
        JvmFacts facts = own.facts();

        assertThat(facts.process.exe)
                .isEqualTo(ProcessHandle.current().info().command().orElseThrow());
        assertThat(facts.process.user).isEqualTo(System.getProperty("user.name"));
        assertThat(facts.parent.pid)
                .isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
    }
}
