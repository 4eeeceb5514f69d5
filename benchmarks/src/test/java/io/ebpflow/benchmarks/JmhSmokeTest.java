// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Not a measurement: only that each benchmark still runs. */
class JmhSmokeTest {
    @Test
    void runsEachBenchmarkOnce() throws Exception {
        Options once = new OptionsBuilder()
                .include("io\\.ebpflow\\..*Benchmark")
                .exclude("Virtual") // needs options of its own and JDK 21
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(50))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(once).run();
        assertThat(results)
                .hasSize(27) // of code paths each of two with two parameters of two values
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
