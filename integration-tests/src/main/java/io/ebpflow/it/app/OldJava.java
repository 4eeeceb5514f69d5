// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

/**
 * Says of itself that it is Java 8, where a tool that attaches looks.
 *
 * <p>Threading: main only.
 */
public final class OldJava {

    private OldJava() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("java.specification.version", "1.8");
        Gate.pause(Gate.READY);
    }
}
