// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.FileWriter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lets a method fail at every other call or so, each time in another way. A copy of it, under another name, goes with the
 * bridge into the bootstrap loader of a JVM under test.
 *
 * <p>Threading: thread-safe.
 */
public final class Faults extends Thread {

    /**
     * System property: the file that takes {@code method failures thread} at the end of the JVM, one line for each that was called:
     * its number, how often it has failed, and the id of the youngest thread that has called it.
     */
    public static final String FILE = "faults.file";

    /** System property: the numbers of methods that do not fail in this JVM, with commas in between. */
    public static final String SPARED = "faults.spared";

    private static final int METHODS = 1_024;
    private static final int SPREAD = 0x9E3779B9;
    private static final int BITS = 29;

    private static final AtomicIntegerArray CALLS = new AtomicIntegerArray(METHODS);
    private static final AtomicIntegerArray FAILURES = new AtomicIntegerArray(METHODS);
    private static final AtomicLongArray YOUNGEST = new AtomicLongArray(METHODS);

    private static final boolean[] IS_SPARED = new boolean[METHODS];

    static {
        for (String method : System.getProperty(SPARED).split(",")) {
            IS_SPARED[Integer.parseInt(method)] = true;
        }
        Runtime.getRuntime().addShutdownHook(new Faults());
    }

    private Faults() {}

    /**
     * Fails or does nothing; never fails the agent's own threads.
     *
     * @param method its number
     */
    public static void perhaps(int method) {
        if (Thread.currentThread().getName().startsWith("ebpflow")) {
            return;
        }
        long thread = Thread.currentThread().getId();
        for (long youngest = YOUNGEST.get(method); youngest < thread; youngest = YOUNGEST.get(method)) {
            YOUNGEST.compareAndSet(method, youngest, thread);
        }
        int kind = (CALLS.incrementAndGet(method) * SPREAD + method * SPREAD * SPREAD) >>> BITS;
        if (kind > 3 || IS_SPARED[method]) {
            return;
        }
        FAILURES.incrementAndGet(method);
        switch (kind) {
            case 0:
                throw new IllegalStateException("injected");
            case 1:
                throw new NoClassDefFoundError("injected");
            case 2:
                throw new StackOverflowError("injected");
            default:
                throw new OutOfMemoryError("injected");
        }
    }

    @Override
    public void run() {
        try (FileWriter file = new FileWriter(System.getProperty(FILE))) {
            for (int i = 0; i < METHODS; i++) {
                if (CALLS.get(i) > 0) {
                    file.write(i + " " + FAILURES.get(i) + " " + YOUNGEST.get(i) + "\n");
                }
            }
        } catch (IOException e) {
            System.err.println(e);
        }
    }
}
