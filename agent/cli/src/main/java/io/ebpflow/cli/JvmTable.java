// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JVMs of this machine but our own: those that the Attach API finds, and those that /proc shows, of other users too.
 * None of them is touched.
 *
 * <p>Threading: confined to the main thread.
 */
final class JvmTable {
    private static final List<String> HEADING = List.of("PID", "USER", "AGENT", "CONTAINER", "MAIN CLASS");

    /** Options of the JVM that take the next argument for their value. */
    private static final List<String> TAKE_A_VALUE = List.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--limit-modules",
            "--patch-module",
            "--source",
            "--enable-native-access");

    private final Terminal terminal;
    private final ContainerNames containers = new ContainerNames();

    JvmTable(Terminal terminal) {
        this.terminal = terminal;
    }

    void print() throws IOException {
        Map<Integer, String> names = Target.hasAttachApi() ? AttachApi.names() : Map.of();
        List<List<String>> rows = new ArrayList<>(List.of(HEADING));
        for (Proc process : Proc.all()) {
            boolean isOurs = process.pid() == ProcessHandle.current().pid();
            // A name alone may be of a JVM that has gone, or that has this pid in a namespace of its own.
            if (!isOurs && process.isJvm()) {
                rows.add(row(process, names.get(process.pid())));
            }
        }
        if (rows.size() == 1) {
            terminal.say("no other JVM runs here, or none that this user can see");
        }
        int[] widths = new int[HEADING.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            terminal.print(line(row, widths));
        }
        terminal.flush();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String blanks = " ".repeat(widths[i] - cell.length());
            boolean isNumber = i == 0;
            boolean isLast = i == widths.length - 1;
            line.append(i == 0 ? "" : "  ").append(isNumber ? blanks + cell : isLast ? cell : cell + blanks);
        }
        return line.toString();
    }

    private List<String> row(Proc process, String name) {
        String main = name == null || name.isEmpty() || name.equals("Unknown") ? mainOf(process.command()) : name;
        int blank = main.indexOf(' ');
        String container = ContainerText.brief(containers.of(process));
        return List.of(
                Integer.toString(process.pid()),
                Terminal.oneLine(process.user()),
                process.hasAgent() ? "yes" : "-",
                container.isEmpty() ? "-" : Terminal.oneLine(container),
                Terminal.oneLine(blank < 0 ? main : main.substring(0, blank)));
    }

    /** What a command line starts: main class, jar, or module. */
    static String mainOf(List<String> command) {
        for (int i = 1; i < command.size(); i++) {
            String word = command.get(i);
            boolean isNext = word.equals("-jar") || word.equals("-m") || word.equals("--module");
            if (isNext && i + 1 < command.size()) {
                return word.equals("-jar") ? new File(command.get(i + 1)).getName() : command.get(i + 1);
            }
            if (TAKE_A_VALUE.contains(word)) {
                i++;
            } else if (!word.startsWith("-") && !word.startsWith("@")) {
                return word;
            }
        }
        return command.isEmpty() ? "?" : new File(command.get(0)).getName();
    }
}
