// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** In order, since JNA can be loaded only once in a JVM. */
@TestMethodOrder(OrderAnnotation.class)
class JnaLoaderTest {

    private static final int EBADF = 9;

    @TempDir
    Path directory;

    @Test
    @Order(1)
    void namesWhatItTriedAndWhatToSet() {
        File absent = directory.resolve("absent").toFile();

        assertThat(JnaLoader.load(absent.getPath()))
                .isEqualTo("no directory allows native code: tried " + absent + " (no such directory); set"
                        + " -Debpflow.native_dir=DIRECTORY to one that is writable and not mounted noexec");
    }

    @Test
    @Order(2)
    void loadsAndLeavesNothingBehind() throws IOException {
        assertThat(JnaLoader.load(directory.toString())).isNull();
        assertThat(directory).isEmptyDirectory();
        assertThat(LibC.gettid())
                .isEqualTo(Integer.parseInt(
                        new File("/proc/thread-self").getCanonicalFile().getName()));
    }

    @Test
    @Order(3)
    void reportsTheErrorNumberOfTheLastCall() {
        JnaLoader.load();

        assertThat(LibC.close(-1)).isEqualTo(-1);
        assertThat(LibC.errno()).isEqualTo(EBADF);
    }

    @Test
    @Order(4)
    void loadsOnce() {
        JnaLoader.load();

        assertThat(JnaLoader.load("/absent")).isNull();
    }
}
