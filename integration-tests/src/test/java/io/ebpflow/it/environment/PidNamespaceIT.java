// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As in a container: the JVM is process 1 of its own pid namespace. */
class PidNamespaceIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void idsAreThoseOfTheNamespace(Jdk jdk) throws Exception {
        try (Talker talker = new Talker(
                new AgentJvm(jdk, directory).prefix("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"))) {
            talker.assertSeesItself(23, 1);
            talker.finish();
        }
    }
}
