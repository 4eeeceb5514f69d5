// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

/**
 * An application on the class path that loads native code of its own.
 *
 * <p>Threading: main only.
 */
public final class NativeCaller {

    private NativeCaller() {}

    public static void main(String[] args) {
        try {
            // Part of every JDK, not loaded by itself, and without effect when loaded this late.
            System.load(System.getProperty("java.home") + "/lib/libjsig.so");
            System.out.print("loaded");
        } catch (IllegalCallerException e) {
            System.out.print("denied");
        }
    }
}
