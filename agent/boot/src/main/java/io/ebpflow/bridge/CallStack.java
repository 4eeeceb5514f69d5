// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * Where a thread is: never thrown, made for the stack that the JVM notes in it. That is a quarter of what a StackWalker costs,
 * and names of classes, methods and files are looked up only if somebody asks. The JVM notes 1024 frames at the most.
 *
 * <p>Threading: immutable.
 */
final class CallStack extends Throwable {
    private static final long serialVersionUID = 1;

    CallStack() {
        super(null, null, false, true);
    }
}
