// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibrariesTest {

    @ParameterizedTest
    @CsvSource({
        "net/bytebuddy/ByteBuddy.class, true",
        "net/bytebuddy/build/EntryPoint$Default.class, true",
        "net/bytebuddy/build/CachedReturnPlugin.class, false",
        "META-INF/services/org.slf4j.spi.SLF4JServiceProvider, true",
        "com/sun/jna/Native.class, true",
        "com/sun/jna/linux-x86-64/libjnidispatch.so, true",
        "com/sun/jna/linux-aarch64/libjnidispatch.so, true",
        "com/sun/jna/linux-arm/libjnidispatch.so, false",
        "com/sun/jna/win32-x86/jnidispatch.dll, false",
        "META-INF/versions/9/module-info.class, false",
        "META-INF/MANIFEST.MF, false",
        "module-info.class, false"
    })
    void takesWhatRunsOnLinux(String path, boolean isUsed) {
        assertThat(Libraries.isUsed(path)).isEqualTo(isUsed);
    }

    @ParameterizedTest
    @CsvSource({
        "META-INF/LICENSE.txt, true",
        "META-INF/AL2.0, true",
        "META-INF/licenses/ASM, true",
        "META-INF/services/AL2.0, false"
    })
    void knowsLicences(String path, boolean isLicence) {
        assertThat(Libraries.isLicence(path)).isEqualTo(isLicence);
    }
}
