// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.child;

/**
 * What any {@code -javaagent} costs.
 *
 * <p>Threading: called by the JVM.
 */
public final class EmptyAgent {
    private EmptyAgent() {}

    public static void premain(String arguments) {}
}
