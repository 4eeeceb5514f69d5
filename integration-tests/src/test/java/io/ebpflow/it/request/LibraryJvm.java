// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM under the agent for an application of a library.
 *
 * <p>Threading: stateless.
 */
final class LibraryJvm {
    private LibraryJvm() {}

    /** It finds all libraries of the tests, and nothing of the agent but the agent. */
    static AgentJvm of(Jdk jdk, Path directory) {
        String libraries = Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.contains("/agent/") && !entry.contains("logback"))
                .filter(entry -> !entry.contains("io/ebpflow/ebpflow-"))
                .collect(Collectors.joining(":"));
        return new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m")
                .option("-cp", libraries, "-Dslf4j.internal.verbosity=ERROR", "-Xmx256m");
    }
}
