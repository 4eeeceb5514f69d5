// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebpflow.it.app.BridgeFinder;
import io.ebpflow.it.app.Greeter;
import io.ebpflow.it.app.NativeCaller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the agent's classes live, and what the JVM says about it. */
class ClassLoadingIT {

    /** JEP 472 and JEP 498: native access and memory access through Unsafe are reported from here on. */
    private static final int FIRST_RELEASE_THAT_WARNS = 24;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theBridgeIsInTheBootstrapLoaderOnce(Jdk jdk) throws Exception {
        List<String> bridge = TestJars.bridgeClasses();
        JvmRun run =
                new JvmRun(jdk, directory).agent("wait=20s").run(BridgeFinder.class, bridge.toArray(new String[0]));

        assertThat(run.err()).allMatch(AgentStartIT::isOurs);
        assertThat(run.out()).isEqualTo("found " + bridge.size());
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void startsJnaWithoutJavaUtilLogging(Jdk jdk) throws Exception {
        Path log = directory.resolve("classes.txt");
        JvmRun run = new JvmRun(jdk, directory)
                .agent("wait=20s,jmx=false")
                .option("-Xlog:class+load:file=" + log)
                .run(Greeter.class);

        assertThat(run.out()).isEqualTo(Greeter.GREETING);
        assertThat(log)
                .content()
                .contains(" com.sun.jna.Native ", " io.ebpflow.kernel.libc.LibC ")
                .doesNotContain("java.util.logging.");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void keepsClassDataSharingForTheApplication(Jdk jdk) throws Exception {
        assumeTrue(jdk.release() >= 13, "dynamic archives came with JDK 13");
        Path archive = directory.resolve("app.jsa");
        Path jar = TestJars.ofApplication(Greeter.class, directory.resolve("app.jar"));
        List<String> main = List.of("-cp", jar.toString(), Greeter.class.getName());
        new JvmRun(jdk, directory).option("-XX:ArchiveClassesAtExit=" + archive).runWith(main);
        Path log = directory.resolve("classes.txt");
        JvmRun run = new JvmRun(jdk, directory)
                .agent("wait=20s")
                .option("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + log)
                .runWith(main);

        assertThat(run.err()).allMatch(AgentStartIT::isOurs);
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.contains(" " + Greeter.class.getName() + " "))
                .singleElement()
                .asString()
                .contains("shared objects file");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void needsNeitherNativeAccessNorUnsafe(Jdk jdk) throws Exception {
        assumeTrue(jdk.release() >= FIRST_RELEASE_THAT_WARNS, "the options came with JDK 24");
        Path log = directory.resolve("classes.txt");
        JvmRun run = new JvmRun(jdk, directory)
                .agent("wait=20s")
                .option("--illegal-native-access=deny", "--sun-misc-unsafe-memory-access=deny")
                .option("-Xlog:class+load:file=" + log)
                .run(Greeter.class);

        assertThat(run.err()).allMatch(AgentStartIT::isOurs);
        assertThat(run.out()).isEqualTo(Greeter.GREETING);
        assertThat(log).content().contains(" io.ebpflow.kernel.libc.LibC ");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theApplicationsOwnNativeAccessStaysAsItWas(Jdk jdk) throws Exception {
        assumeTrue(jdk.release() >= FIRST_RELEASE_THAT_WARNS, "native access is checked since JDK 24");
        JvmRun warned = new JvmRun(jdk, directory).agent("wait=20s").run(NativeCaller.class);

        assertThat(warned.out()).isEqualTo("loaded");
        assertThat(warned.err()).anyMatch(line -> line.contains("has been called by " + NativeCaller.class.getName()));

        JvmRun denied = new JvmRun(jdk, directory)
                .agent("wait=20s")
                .option("--illegal-native-access=deny")
                .run(NativeCaller.class);

        assertThat(denied.out()).isEqualTo("denied");
    }
}
