// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

/**
 * Whose flows these are: a JVM, who started it and where it runs.
 *
 * <p>Threading: immutable.
 */
public final class JvmFacts {
    public final ProcessFacts process;

    /** Null: outside of our pid namespace, or not to be seen. */
    public final ProcessFacts parent;

    public final ContainerFacts container;

    public JvmFacts(ProcessFacts process, ProcessFacts parent, ContainerFacts container) {
        this.process = process;
        this.parent = parent;
        this.container = container;
    }
}
