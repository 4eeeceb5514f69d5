// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The class named in the manifest: the JVM calls it before {@code main}, or on attach.
 *
 * <p>Rules: does as little as possible, catches every Throwable, never throws into the JVM (it would abort the start of
 * the application), sets up nothing that the application may want to set up itself (logging, JMX, file systems, name
 * resolution). All work happens in the thread {@code ebpflow-start}.
 *
 * <p>Threading: called by the JVM, one call at a time.
 */
public final class EbpflowAgent {

    /**
     * System property that marks a JVM with a running agent; the agent clears it when it is uninstalled. A property and
     * not a static field, because tools that look at the JVM from outside read it too.
     */
    static final String ACTIVE_PROPERTY = "io.ebpflow.agent";

    /**
     * Who takes commands of the command line: set by the agent proper while it can, in this thread of the Attach API. It
     * answers at once or not at all.
     */
    static final AtomicReference<Consumer<String>> COMMANDS = new AtomicReference<>();

    private EbpflowAgent() {}

    /**
     * Starts the agent before the application.
     *
     * @param arguments what follows {@code =} in {@code -javaagent:ebpflow.jar=}, or null
     * @param instrumentation of this JVM
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        begin(arguments, instrumentation, false);
    }

    /**
     * Starts the agent in a running application.
     *
     * @param arguments given to the attach call, or null
     * @param instrumentation of this JVM
     */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        begin(arguments, instrumentation, true);
    }

    private static void begin(String arguments, Instrumentation instrumentation, boolean isLive) {
        try {
            if (isLive && isCommand(arguments) && isTaken(arguments)) {
                return;
            }
            StartOptions options = StartOptions.of(arguments);
            if (!options.isEnabled() || JdkTool.isRunning()) {
                return;
            }
            if (System.getProperties().putIfAbsent(ACTIVE_PROPERTY, "active") != null) {
                say("WARN already running in this JVM; this second start does nothing");
                return;
            }
            StartThread thread = new StartThread(instrumentation, arguments, isLive);
            thread.start();
            thread.awaitAttached(options.waitMs());
        } catch (Throwable t) {
            sayNotStarted(t);
        }
    }

    /** From {@code java -jar ebpflow.jar PID}, not from a person. */
    private static boolean isCommand(String arguments) {
        return arguments != null && (arguments.startsWith("watch=") || arguments.equals("stop"));
    }

    /** @return false: there is no agent, and the command asks for one */
    private static boolean isTaken(String command) {
        Consumer<String> taker = COMMANDS.get();
        if (taker != null) {
            taker.accept(command);
            return true;
        }
        // Between start and end an agent takes no commands: whoever gets no answer asks again.
        return command.equals("stop") || System.getProperty(ACTIVE_PROPERTY) != null;
    }

    /** Prints the one line that a user sees when the agent could not start, whatever the reason. */
    static void sayNotStarted(Throwable cause) {
        try {
            System.clearProperty(ACTIVE_PROPERTY);
            say("ERROR not started, the application runs without it: " + describe(cause));
        } catch (Throwable ignored) {
            // Not even standard error works: the application still has to start.
        }
    }

    private static String describe(Throwable cause) {
        String text = cause instanceof StartFailure ? cause.getMessage() : cause.toString();
        return text.replace('\n', ' ').replace('\r', ' ');
    }

    private static void say(String line) {
        System.err.println("[ebpflow] " + line);
    }
}
