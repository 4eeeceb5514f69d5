// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkToolTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "jdk.jcmd, jdk.jcmd/sun.tools.jcmd.JCmd 1, true",
                "jdk.compiler, jdk.compiler/com.sun.tools.javac.Main A.java, true",
                "java.base, java.base/sun.security.tools.keytool.Main -list, true",
                "none, sun.tools.jps.Jps, true",
                "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.Main Shop.java, false",
                "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher Shop.java, false",
                "com.example.shop, com.example.shop/com.example.Shop, false",
                "none, com.example.Shop sun.tools.jps.Jps, false",
                "none, /srv/shop.jar, false",
                "none, none, false"
            })
    void tellsToolsFromApplications(String mainModule, String command, boolean isTool) {
        assertThat(JdkTool.isTool(mainModule, command)).isEqualTo(isTool);
    }
}
