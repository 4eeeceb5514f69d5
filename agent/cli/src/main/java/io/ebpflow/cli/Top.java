// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.cli.top.Screen;
import io.ebpflow.cli.top.Tables;
import io.ebpflow.cli.top.View;
import java.io.File;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code top PID}: what happens now, as a table.
 *
 * <p>Threading: the main thread.
 */
@Command(
        name = "top",
        hidden = true,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Flows, endpoints, requests and threads of a JVM as a live table, until q or Ctrl-C. Without a terminal"
                        + " at standard output, a table for each interval.")
final class Top implements Callable<Integer> {
    private static final double SHORTEST_SECONDS = 0.1;
    private static final double LONGEST_SECONDS = 3_600;

    private final File jar;
    private final Terminal terminal;

    @Parameters(paramLabel = "PID")
    private int pid;

    @Option(
            names = {"-d", "--delay"},
            paramLabel = "SECONDS",
            description = "interval, 2 if not given")
    private double delaySeconds = 2;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "COUNT",
            description = "ends after so many intervals")
    private long count = Long.MAX_VALUE;

    @Option(names = "--view", paramLabel = "VIEW", description = "flows, endpoints, requests or threads to begin with")
    private String viewName = "flows";

    @Option(names = "--sort", paramLabel = "COLUMN", description = "order by this column of the view")
    private String sort;

    @Mixin
    private FilterOptions only;

    Top(File jar, Terminal terminal) {
        this.jar = jar;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (!(delaySeconds >= SHORTEST_SECONDS && delaySeconds <= LONGEST_SECONDS)) {
            throw Failure.ofUsage("-d takes seconds from 0.1 to 3600");
        }
        if (count < 1) {
            throw Failure.ofUsage("-n takes a number from 1 on");
        }
        View view = view();
        FlowFilter filter = new FlowFilter();
        only.narrow(filter);
        Target target = Target.of(pid);
        Tables tables = new Tables(TopDisplay.now());
        Screen screen = new Screen(tables, pid + " " + shortName(target), view);
        if (sort != null && !screen.orderBy(sort)) {
            throw Failure.ofUsage("there is no column " + sort + " in " + viewName + "; there are "
                    + String.join(" ", Screen.headings(view)));
        }
        long intervalMs = Math.round(delaySeconds * 1_000);
        Display display = new TopDisplay(terminal, filter, tables, screen, intervalMs, count);
        return new WatchRun(target, jar, display).run(Long.MAX_VALUE);
    }

    private static String shortName(Target target) {
        String main = JvmTable.mainOf(target.process().command());
        return main.endsWith(".jar") ? main : main.substring(main.lastIndexOf('.') + 1);
    }

    private View view() throws Failure {
        try {
            return View.valueOf(viewName.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Failure.ofUsage(
                    "there is no view " + viewName + "; there are flows, endpoints, requests and threads");
        }
    }
}
