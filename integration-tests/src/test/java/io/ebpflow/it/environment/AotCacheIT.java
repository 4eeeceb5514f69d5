// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.TestJars;
import io.ebpflow.it.app.Greeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An AOT cache (JEP 483, JEP 514). Any agent brings the module java.instrument along, and the JVM takes only a cache that
 * was made with the same modules.
 */
class AotCacheIT {

    private static final int FIRST_RELEASE_THAT_MAKES_ONE_IN_A_STEP = 25;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void isUsedWithoutAWordIfItWasMadeWithTheModuleOfAgents(Jdk jdk) throws Exception {
        assumeTrue(jdk.release() >= FIRST_RELEASE_THAT_MAKES_ONE_IN_A_STEP, "the option came with JDK 25");
        Path cache = directory.resolve("app.aot");
        Path jar = TestJars.ofApplication(Greeter.class, directory.resolve("app.jar"));
        List<String> main = List.of("-cp", jar.toString(), Greeter.class.getName());
        new JvmRun(jdk, directory)
                .option("--add-modules", "java.instrument", "-XX:AOTCacheOutput=" + cache)
                .runWith(main);
        assertThat(cache).exists();
        Path log = directory.resolve("classes.txt");

        JvmRun run = new JvmRun(jdk, directory)
                .agent("wait=20s,file=" + directory.resolve("flows.txt"))
                .option("-XX:AOTCache=" + cache, "-Xlog:class+load:file=" + log)
                .runWith(main);

        assertThat(run.out()).isEqualTo(Greeter.GREETING);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .allMatch(line -> line.startsWith("[ebpflow] INFO "))
                .anyMatch(line -> line.contains("flows are seen: "));
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.contains(" " + Greeter.class.getName() + " "))
                .singleElement()
                .asString()
                .contains("shared objects file");
    }
}
