// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import io.ebpflow.benchmarks.child.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code pingpong} and {@code connect}: a round trip, and a connection from connect() to close(), without the agent and
 * with it. A fresh JVM for each variant and round. JVMs that wait for their turn would be in the way of the others: a
 * tracepoint that one JVM has enabled costs every process of the machine a little, which {@code beside} measures.
 *
 * <p>Once it has started each JVM has one CPU: with two the bare JVM differed from itself by a third from round to round,
 * more than all that is to be seen.
 *
 * <p>Threading: confined to main.
 */
final class TrafficBenchmark {
    static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx64m");

    /** With hooks in place before main(): what is measured is the agent at work, not its start. */
    static final String WAIT = "wait=20s";

    private static final String BESIDE = "bare, beside a traced JVM";
    private final Path jar;
    private final Path target;
    private final String kind;

    TrafficBenchmark(Path jar, Path target, String kind) {
        this.jar = jar;
        this.target = target;
        this.kind = kind;
    }

    void run(Report report, int rounds) throws Exception {
        Path lines = target.resolve("flows.log");
        List<Variant> variants = List.of(
                Variant.bare(Variant.BARE),
                Variant.traced("agent, flows=off", jar, "flows=off," + WAIT),
                Variant.traced("agent", jar, WAIT),
                Variant.traced("agent, flows=all to a file", jar, "flows=all,file=" + lines + "," + WAIT),
                Variant.bare(BESIDE),
                Variant.bare("bare JVM again"));
        Rounds measured = Rounds.run(variants, rounds, this::measure);
        String operation = kind.equals("connect") ? "connection" : "round trip";
        report.say(measured.table("CPU us per " + operation, "cpu_ns", 1_000, 1));
        report.say(measured.table("us per " + operation, "median_ns", 1_000, 1));
        report.say(measured.table("us, 99th percentile", "p99_ns", 1_000, 0));
    }

    private Map<String, Double> measure(Variant variant) throws IOException {
        if (variant.name().equals(BESIDE)) {
            Variant traced = Variant.traced("the other", jar, WAIT);
            try (Child other = start(traced)) {
                other.ask(1);
                other.check(traced);
                return slice(variant);
            }
        }
        return slice(variant);
    }

    private Map<String, Double> slice(Variant variant) throws IOException {
        try (Child child = start(variant)) {
            child.ask(1);
            child.pin();
            child.ask(sliceOf(kind));
            Map<String, Double> values = child.ask(sliceOf(kind));
            child.check(variant);
            return values;
        }
    }

    /** Operations that take half a second, and are enough for the compiler. */
    static long sliceOf(String kind) {
        return kind.equals("connect") ? 4_000 : 30_000;
    }

    private Child start(Variant variant) throws IOException {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.addAll(variant.options());
        Path errors = target.resolve(kind + "-" + variant.name().replaceAll("\\W+", "-") + ".err");
        return Child.start(Jdk.current().java(), options, errors, Traffic.class, kind);
    }
}
