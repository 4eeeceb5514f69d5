// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.child;

/**
 * Prints when main() began: System.nanoTime() is the machine's monotonic clock, the same in every process.
 *
 * <p>Threading: confined to main.
 */
public final class HelloWorld {
    private HelloWorld() {}

    public static void main(String[] args) {
        System.out.println(System.nanoTime());
    }
}
