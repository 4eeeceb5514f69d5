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
    private LibraryJvm() {}

    /** It finds all libraries of the tests, and nothing of the agent but the agent. */
    static AgentJvm of(Libraries libraries, Jdk jdk, Path directory) throws Exception {
        return of(libraries.classPath(), jdk, directory);
    }

    /** It finds what is named. */
    static AgentJvm of(String classPath, Jdk jdk, Path directory) throws Exception {
        return new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m")
                .option("-cp", classPath, "-Dslf4j.internal.verbosity=ERROR", "-Xmx256m");
    }
}
