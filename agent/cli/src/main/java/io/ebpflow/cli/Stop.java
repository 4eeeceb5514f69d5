// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.File;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code stop PID}: takes the agent out, however it got in.
 *
 * <p>Threading: the main thread.
 */
@Command(name = "stop", hidden = true, mixinStandardHelpOptions = true, description = "Takes the agent out of a JVM.")
final class Stop implements Callable<Integer> {
    /** An agent that is just starting takes no commands. */
    private static final long LIMIT_NS = 30_000_000_000L;

    private static final long AGAIN_MS = 500;

    private final File jar;
    private final Terminal terminal;

    @Parameters(paramLabel = "PID")
    private int pid;

    Stop(File jar, Terminal terminal) {
        this.jar = jar;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Target target = Target.of(pid);
        if (!target.hasAgent()) {
            terminal.say("there is no agent in JVM " + pid);
            return ExitCode.OK;
        }
        long startNs = System.nanoTime();
        do {
            target.send(jar, "stop");
            if (!target.hasAgent()) {
                terminal.say("the agent has left JVM " + pid);
                return ExitCode.OK;
            }
            Thread.sleep(AGAIN_MS);
        } while (System.nanoTime() - startNs < LIMIT_NS);
        throw new Failure(
                "the agent in JVM " + pid + " does not answer; it may be of another version: uninstall it by its"
                        + " MBean io.ebpflow:type=Agent");
    }
}
