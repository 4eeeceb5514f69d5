// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import io.ebpflow.benchmarks.child.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code kernel}: what each kernel program costs when it runs, how often it runs, and the records per connection. Needs
 * kernel.bpf_stats_enabled, which run.sh sets and puts back.
 *
 * <p>Threading: confined to main.
 */
final class KernelBenchmark {
    /** The MBeans come up a second after main() began, on a busy machine later. */
    private static final int MAX_WARM_UPS = 50;

    /** Of a round trip: both ends are in the JVM that is measured. */
    private static final int EXCHANGES = 2;

    private final Path jar;
    private final Path target;

    KernelBenchmark(Path jar, Path target) {
        this.jar = jar;
        this.target = target;
    }

    void run(Report report, int rounds) throws Exception {
        report.say("Means of each slice, counted by the kernel; what the counting itself costs is in them.");
        measure(report, "pingpong", "round trip", rounds);
        measure(report, "connect", "connection", rounds);
    }

    private void measure(Report report, String kind, String operation, int rounds) throws Exception {
        Variant variant = Variant.traced("agent", jar, TrafficBenchmark.WAIT);
        List<String> options = new ArrayList<>(TrafficBenchmark.JVM_OPTIONS);
        options.addAll(variant.options());
        Path errors = target.resolve("kernel-" + kind + ".err");
        List<KernelPrograms> slices = new ArrayList<>();
        long slice = TrafficBenchmark.sliceOf(kind);
        List<Double> records = new ArrayList<>();
        try (Child child = Child.start(Jdk.current().java(), options, errors, Traffic.class, kind)) {
            double recordsBefore = warmUp(child, slice);
            child.check(variant);
            for (int i = 0; i < rounds; i++) {
                KernelPrograms before = KernelPrograms.of(child.pid());
                Map<String, Double> values = child.ask(slice);
                slices.add(KernelPrograms.of(child.pid()).since(before));
                records.add((values.get("records") - recordsBefore) / slice);
                recordsBefore = values.get("records");
            }
        }
        report.say(table(operation, slices, slice));
        if (kind.equals("pingpong")) {
            List<Double> perExchange = new ArrayList<>();
            records.forEach(count -> perExchange.add(count / EXCHANGES));
            report.say("ring records per exchange: " + Quartiles.of(perExchange).format(3));
        }
        report.say(
                "ring records per " + operation + ": " + Quartiles.of(records).format(3));
    }

    /** Returns the records that the agent has read when it is warm. */
    private static double warmUp(Child child, long slice) throws IOException {
        for (int i = 0; i < MAX_WARM_UPS; i++) {
            double records = child.ask(slice).get("records");
            if (records >= 0) {
                return records;
            }
        }
        throw new IOException("the agent has no MBeans");
    }

    private static Table table(String operation, List<KernelPrograms> slices, long operations) {
        Table table = new Table("program, per " + operation, "runs", "ns per run [quartiles]", "ns per " + operation);
        double sumNs = 0;
        for (String program : slices.get(0).names()) {
            List<Double> runs = new ArrayList<>();
            List<Double> meanNs = new ArrayList<>();
            List<Double> totalNs = new ArrayList<>();
            for (int i = 0; i < slices.size(); i++) {
                double count = slices.get(i).runs(program);
                double ns = slices.get(i).timeNs(program);
                runs.add(count / operations);
                totalNs.add(ns / operations);
                if (count > 0) {
                    meanNs.add(ns / count);
                }
            }
            double totalMedianNs = Quartiles.of(totalNs).median();
            sumNs += totalMedianNs;
            table.row(
                    program,
                    String.format(Locale.ROOT, "%.2f", Quartiles.of(runs).median()),
                    meanNs.isEmpty() ? "" : Quartiles.of(meanNs).format(0),
                    String.format(Locale.ROOT, "%.0f", totalMedianNs));
        }
        table.row("all", "", "", String.format(Locale.ROOT, "%.0f", sumNs));
        return table;
    }
}
