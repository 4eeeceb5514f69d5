// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * How a workload and its test take turns: the workload says on standard output where it stands, and goes on when a line
 * comes on standard input. The other side is {@link io.ebpflow.it.AgentJvm}. When the test dies the input ends, and so
 * does the workload.
 *
 * <p>Threading: {@link #report} from any thread, the rest from main.
 */
public final class Gate {

    /** What a line starts with that says where the workload stands. */
    public static final String PAUSE = "pause ";

    /** The first of all pauses: the agent is as far as it gets. */
    public static final String READY = "ready";

    /** The agent's starting thread ends when the last hook is in. */
    private static final String START_THREAD = "ebpflow-start";

    private static final long HOOKS_LIMIT_MS = 30_000;

    private static final BufferedReader INPUT =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private Gate() {}

    /**
     * Waits until the agent's hooks are in, if there is an agent, then for the first line.
     *
     * @return that line
     */
    public static String open() throws IOException, InterruptedException {
        awaitHooks();
        return pause(READY);
    }

    /** Waits until an agent that is starting has started. */
    public static void awaitHooks() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(START_THREAD)) {
                thread.join(HOOKS_LIMIT_MS);
                if (thread.isAlive()) {
                    throw new IllegalStateException("hooks are not installed after " + HOOKS_LIMIT_MS + " ms");
                }
            }
        }
    }

    /**
     * Says where the workload stands and waits for a line.
     *
     * @return the line
     */
    public static String pause(String name) throws IOException {
        report(PAUSE + name);
        String line = INPUT.readLine();
        if (line == null) {
            // The test is gone; nobody wants our last words, nor threads that still wait for a peer.
            Runtime.getRuntime().halt(3);
        }
        return line;
    }

    /** Says something to the test: the words in one line, separated by tabs. */
    public static void report(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.length() == 0 ? "" : "\t").append(word);
        }
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
