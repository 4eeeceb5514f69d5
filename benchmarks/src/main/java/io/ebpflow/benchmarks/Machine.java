// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where it was measured, and what else the machine did meanwhile: without that no number means anything.
 *
 * <p>Threading: confined to main.
 */
final class Machine {
    private static final int USER = 1;
    private static final int SOFTIRQ = 7;
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;

    private final long[] begin = ticks();
    private final String loadAtBegin = load();

    Machine() throws IOException {}

    /** Kernel, CPU and JVM. */
    static String describe() throws IOException {
        return String.format(
                "%s, %d CPUs of %s, %s",
                "Linux "
                        + Files.readString(Path.of("/proc/sys/kernel/osrelease"))
                                .strip(),
                Runtime.getRuntime().availableProcessors(),
                cpu(),
                virtual());
    }

    private static String cpu() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static String virtual() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" hypervisor "))
                    ? "a virtual machine"
                    : "no hypervisor seen";
        }
    }

    /** What the machine did since this was made. */
    String noise() throws IOException {
        long[] now = ticks();
        long all = 0;
        for (int i = USER; i <= STEAL; i++) {
            all += now[i] - begin[i];
        }
        long idle = now[IDLE] - begin[IDLE] + now[IOWAIT] - begin[IOWAIT];
        return String.format(
                Locale.ROOT,
                "noise: load average %s at the beginning, %s at the end; CPUs %.0f %% idle, %.1f %% stolen by the host,"
                        + " %.0f %% in softirq",
                loadAtBegin,
                load(),
                100.0 * idle / all,
                100.0 * (now[STEAL] - begin[STEAL]) / all,
                100.0 * (now[SOFTIRQ] - begin[SOFTIRQ]) / all);
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    /** By the columns of the first line of /proc/stat; see proc(5). */
    private static long[] ticks() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] columns = lines.findFirst().orElseThrow().split(" +");
            long[] ticks = new long[columns.length];
            for (int i = USER; i < columns.length; i++) {
                ticks[i] = Long.parseLong(columns[i]);
            }
            return ticks;
        }
    }
}
