// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.attribution.Confidence;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the view thread does for each event that is shown, up to the line; the formats are the package's own.
 *
 * <p>Threading: as JMH has it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LineFormatBenchmark {
    private final FlowEvent close = close();
    private final TextFormat textFormat = new TextFormat();
    private final JvmFacts facts = new JvmFacts(
            ProcessFacts.of(4_711)
                    .parentPid(4_700)
                    .program("/usr/lib/jvm/java-17/bin/java", "-Xmx1g")
                    .user(1_000, "shop")
                    .group(1_001, "services")
                    .build(),
            null,
            ContainerFacts.NONE);
    private final JsonFormat jsonFormat = new JsonFormat(() -> facts, InterfaceNames.ofSystem());
    private final StringBuilder line = new StringBuilder(512);

    private static FlowEvent close() {
        FlowEvent event = new FlowEvent().reset(EventType.CLOSE, 1_790_000_000_000_000L);
        event.tcp = true;
        event.directionKnown = true;
        event.local.setIpv4(0x0a000005);
        event.localPort = 43_210;
        event.remote.setIpv4(0x0a000307);
        event.remotePort = 5_432;
        event.interfaceIndex = 1;
        event.flowId = 0x1234;
        event.tid = 4_712;
        event.threadId = 31;
        event.threadName = "http-nio-8080-exec-3";
        event.confidence = Confidence.EXACT;
        event.connectNs = 812_000;
        event.durationNs = 1_234_567_890;
        event.bytesSent = 7_919;
        event.bytesReceived = 104_729;
        event.segmentsOut = 23;
        event.segmentsIn = 97;
        event.retransmits = 0;
        event.srttUs = 411;
        event.closedBy = "local";
        return event;
    }

    @Benchmark
    public StringBuilder text() {
        return lineOf(textFormat);
    }

    @Benchmark
    public StringBuilder json() {
        return lineOf(jsonFormat);
    }

    private StringBuilder lineOf(LineFormat format) {
        line.setLength(0);
        format.append(line, close);
        return line;
    }
}
