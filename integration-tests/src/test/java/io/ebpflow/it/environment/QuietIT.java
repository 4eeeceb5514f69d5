// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebpflow.it.FlowLog;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.TestJars;
import io.ebpflow.it.app.Talk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With all going well and a file for the flows, the JVM says nothing because of us. */
class QuietIT {

    /** JEP 472 and JEP 498. */
    private static final int FIRST_RELEASE_THAT_WARNS = 24;

    @TempDir
    Path directory;

    private JvmRun prepare(Jdk jdk) {
        return new JvmRun(jdk, directory)
                .agent("wait=30s,flows=all,format=json,snapshot=0,file=" + directory.resolve("flows.json"));
    }

    private void assertQuiet(JvmRun run) {
        // In front of it: JDK 25 says "[error][cds] Mismatched values for property jdk.module.addmods" to standard
        // output
        // when it has both an archive and an agent, whatever agent that is.
        assertThat(run.out()).endsWith("talked " + Talk.ONCE);
        assertThat(run.out().lines().limit(run.out().lines().count() - 1)).allMatch(line -> line.contains("[cds]"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isNotEmpty().allMatch(line -> line.startsWith("[ebpflow] INFO "));
        List<Map<String, Object>> events = new FlowLog(directory.resolve("flows.json")).events();
        assertThat(Talker.of(events, "connect")).hasSize(Talk.ONCE);
        assertThat(Talker.of(events, "accept"))
                .hasSize(Talk.ONCE)
                .allSatisfy(event -> assertThat(event).containsEntry("thread", Talk.SERVER));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void saysNothingByDefault(Jdk jdk) throws Exception {
        assertQuiet(prepare(jdk).option("-Xshare:auto").run(Talk.class, "once"));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void saysNothingWhereNativeAccessAndUnsafeAreDenied(Jdk jdk) throws Exception {
        assumeTrue(jdk.release() >= FIRST_RELEASE_THAT_WARNS, "the options came with JDK 24");
        assertQuiet(prepare(jdk)
                .option("--illegal-native-access=deny", "--sun-misc-unsafe-memory-access=deny")
                .run(Talk.class, "once"));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void saysNothingWithAnArchiveOfTheApplicationsClasses(Jdk jdk) throws Exception {
        assumeTrue(jdk.release() >= 13, "dynamic archives came with JDK 13");
        Path archive = directory.resolve("app.jsa");
        List<String> main = List.of("-cp", jarOfApplications(), Talk.class.getName(), "once");
        new JvmRun(jdk, directory).option("-XX:ArchiveClassesAtExit=" + archive).runWith(main);
        assertThat(archive).exists();

        assertQuiet(prepare(jdk)
                .option("-Xshare:auto", "-XX:SharedArchiveFile=" + archive)
                .runWith(main));
    }

    /** Maven has packed the test's classes; an IDE has not, and class data sharing takes no directories. */
    private String jarOfApplications() throws Exception {
        Path classes = Path.of(
                Talk.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path jar = Files.isRegularFile(classes)
                ? classes
                : TestJars.ofDirectory(classes, directory.resolve("applications.jar"));
        return jar.toString();
    }
}
