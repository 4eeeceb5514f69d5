// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.File;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * What {@code io.ebpflow.boot.Main} calls.
 *
 * <p>Threading: the main thread.
 */
public final class CommandLineEntry {
    private CommandLineEntry() {}

    /**
     * Runs a command.
     *
     * @param jar the jar it was started from, which is the agent's too
     * @param args as typed
     * @return exit code
     */
    public static int run(File jar, String[] args) {
        Terminal terminal = Terminal.ofThisProcess();
        CommandLine commands = commands(jar, terminal);
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.hasColors() ? Ansi.ON : Ansi.OFF));
        commands.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
        commands.setParameterExceptionHandler((e, typed) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("ebpflow: " + Terminal.oneLine(e.getMessage()) + " (--help lists what there is)");
            return ExitCode.USAGE;
        });
        return commands.execute(args);
    }

    static CommandLine commands(File jar, Terminal terminal) {
        return new CommandLine(new Ebpflow(jar, terminal))
                .addSubcommand("top", new Top(jar, terminal))
                .addSubcommand("stop", new Stop(jar, terminal))
                .addSubcommand("doctor", new Doctor(jar, terminal));
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof OutputLost && ((OutputLost) e).isClosed) {
            return ExitCode.OK;
        }
        boolean isExpected = e instanceof Failure || e instanceof OutputLost;
        err.println("ebpflow: " + Terminal.oneLine(isExpected ? e.getMessage() : "an error of ebpflow itself: " + e));
        return e instanceof Failure ? ((Failure) e).exitCode : ExitCode.FAILED;
    }
}
