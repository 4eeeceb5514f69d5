// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

/**
 * An application that says something to both streams and leaves.
 *
 * <p>Threading: main only.
 */
public final class Greeter {

    /** What it prints to standard output. */
    public static final String GREETING = "hello 7919\n";

    private Greeter() {}

    public static void main(String[] args) throws InterruptedException {
        // Long enough for the agent to come up beside it.
        Thread.sleep(args.length == 0 ? 0 : Long.parseLong(args[0]));
        System.out.print(GREETING);
    }
}
