// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import java.nio.file.Path;

/**
 * A JVM under the agent for an application of a library.
 *
 * <p>Threading: stateless.
 */
final class LibraryJvm {
    /** Release of the JDK. */
    private static final int FIRST_TO_WARN = 24;

    private LibraryJvm() {}

    /** It finds all libraries of the tests, and nothing of the agent but the agent. */
    static AgentJvm of(Libraries libraries, Jdk jdk, Path directory) throws Exception {
        return of(libraries.classPath(), jdk, directory);
    }

    /** The same, with nothing to say on standard error but of the agent's, for libraries that call native code. */
    static AgentJvm ofNative(Libraries libraries, Jdk jdk, Path directory) throws Exception {
        AgentJvm jvm = of(libraries, jdk, directory).option("-Dio.netty.noUnsafe=true");
        return jdk.release() < FIRST_TO_WARN
                ? jvm
                : jvm.option("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    /** It finds what is named. */
    static AgentJvm of(String classPath, Jdk jdk, Path directory) throws Exception {
        return new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m")
                .option("-cp", classPath, "-Dslf4j.internal.verbosity=ERROR", "-Xmx256m");
    }
}
