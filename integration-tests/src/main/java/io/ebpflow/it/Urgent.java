// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real-time priority for those who witness times. On a busy machine a thread of normal priority waits milliseconds for a CPU,
 * between what it does and its look at the clock as well: its account would be of the machine, not of the exchange. Where the
 * system does not permit it everything goes on as it is.
 *
 * <p>Threading: stateless.
 */
public final class Urgent {

    private static final String PRIORITY = "1";

    private Urgent() {}

    /** What runs a program, and everything that it starts. */
    public static String[] prefix() {
        return new String[] {"sh", "-c", "chrt --rr --pid " + PRIORITY + " $$ 2>/dev/null; exec \"$@\"", "sh"};
    }

    /** This thread to its end; not what it starts. */
    public static void thisThread() {
        try {
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            String tid = thread.getFileName().toString();
            new ProcessBuilder("chrt", "--reset-on-fork", "--rr", "--pid", PRIORITY, tid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return; // no chrt: as it is
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
