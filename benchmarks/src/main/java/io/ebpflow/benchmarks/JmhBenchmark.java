// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@code jmh}: the pieces that run for each system call or record, in nanoseconds and bytes. On each JDK
 * here. JMH cannot interleave: compare what is next to each other.
 *
 * <p>Threading: confined to main.
 */
final class JmhBenchmark {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final Path target;

    JmhBenchmark(Path target) {
        this.target = target;
    }

    void run(Report report) throws IOException, RunnerException {
        for (Jdk jdk : Jdk.all()) {
            run(jdk, report);
        }
    }

    private void run(Jdk jdk, Report report) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\.(Bridge|Request|VirtualThread\\w*|CodePath|Record|LineFormat)Benchmark\\.")
                .jvm(jdk.java().toString())
                .exclude("Virtual.*(gettid|openTelemetry|emptyMethod)") // the same as on a platform thread
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(target.resolve("jmh-log-" + jdk.release() + ".txt").toString());
        if (jdk.release() < FIRST_WITH_VIRTUAL_THREADS) {
            options.exclude("Virtual");
        }
        Table table = new Table("on " + jdk, "ns [quartiles]", "B");
        for (RunResult result : new Runner(options.build()).run()) {
            table.row(name(result), ns(result), bytes(result));
        }
        report.say(table);
    }

    private static String name(RunResult result) {
        String[] parts = result.getParams().getBenchmark().split("\\.");
        StringBuilder name = new StringBuilder(parts[parts.length - 2].replace("Benchmark", ""))
                .append('.')
                .append(parts[parts.length - 1]);
        for (String parameter : result.getParams().getParamsKeys()) {
            name.append(' ')
                    .append(parameter)
                    .append('=')
                    .append(result.getParams().getParam(parameter));
        }
        return name.toString();
    }

    private static String ns(RunResult result) {
        List<Double> scores = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                scores.add(iteration.getPrimaryResult().getScore());
            }
        }
        return Quartiles.of(scores).format(1);
    }

    private static String bytes(RunResult result) {
        Result<?> perOperation = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return perOperation == null ? "" : String.format(Locale.ROOT, "%.1f", perOperation.getScore());
    }
}
