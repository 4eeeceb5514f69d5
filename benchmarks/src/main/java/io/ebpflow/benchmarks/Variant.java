// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the things that are compared: a JVM without the agent, or with it in some way.
 *
 * <p>Threading: immutable.
 */
final class Variant {
    /** What the others are compared with. */
    static final String BARE = "bare JVM";

    private final String name;
    private final String agent;
    private final String says;

    private Variant(String name, String agent, String says) {
        this.name = name;
        this.agent = agent;
        this.says = says;
    }

    static Variant bare(String name) {
        return new Variant(name, null, "");
    }

    static Variant traced(String name, Path jar, String arguments) {
        return agent(name, jar, arguments, "flows are seen");
    }

    /**
     * @param arguments of the agent
     * @param says what the agent must have said in the end, or the benchmark fails
     */
    static Variant agent(String name, Path jar, String arguments, String says) {
        return new Variant(name, "-javaagent:" + jar + "=" + arguments, says);
    }

    String name() {
        return name;
    }

    /** Part of what the agent has to say on standard error. */
    String says() {
        return says;
    }

    /** JVM options, one per element. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        if (agent != null) {
            options.add(agent);
        }
        return options;
    }
}
