// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the agent costs. {@code ./run bench [NAME [ROUNDS]]}; method and results: docs/overhead.md.
 *
 * <p>Threading: confined to main.
 */
public final class Benchmarks {
    private static final List<String> ALL = List.of("pingpong", "connect", "startup", "kernel", "jmh");

    private Benchmarks() {}

    /** @param args jar of the agent, directory for the results, then a name or {@code all}, and the number of rounds */
    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]).toAbsolutePath();
        Path target = Path.of(args[1]).toAbsolutePath();
        String name = args.length > 2 ? args[2] : "all";
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 0;
        if (!name.equals("all") && !ALL.contains(name)) {
            System.err.println("benchmarks: unknown name '" + name + "'; one of: " + String.join(" ", ALL));
            System.exit(2);
        }
        for (String one : name.equals("all") ? ALL : List.of(name)) {
            run(one, jar, target, rounds);
        }
    }

    private static void run(String name, Path jar, Path target, int rounds) throws Exception {
        long startNs = System.nanoTime();
        Machine machine = new Machine();
        try (Report report = new Report(target, name)) {
            report.say("== " + name + ": " + Machine.describe() + ", " + Jdk.current());
            switch (name) {
                case "startup":
                    new StartupBenchmark(jar, target).run(report, rounds > 0 ? rounds : 9);
                    break;
                case "kernel":
                    new KernelBenchmark(jar, target).run(report, rounds > 0 ? rounds : 5);
                    break;
                case "jmh":
                    new JmhBenchmark(target).run(report);
                    break;
                default:
                    new TrafficBenchmark(jar, target, name).run(report, rounds > 0 ? rounds : 5);
            }
            report.say(machine.noise());
            report.say(String.format(Locale.ROOT, "took %.0f s%n", (System.nanoTime() - startNs) / 1e9));
        }
    }
}
