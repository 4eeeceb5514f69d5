// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.File;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * Lists JVMs, or watches one.
 *
 * <p>Threading: the main thread.
 */
@Command(
        name = "java -jar ebpflow.jar",
        synopsisHeading = "",
        customSynopsis = {
            "java -jar ebpflow.jar                 lists the JVMs of this machine",
            "java -jar ebpflow.jar PID [options]   shows the flows of one as they happen, until Ctrl-C",
            "java -jar ebpflow.jar top PID         the same as a live table",
            "java -jar ebpflow.jar stop PID        takes the agent out of a JVM",
            "java -jar ebpflow.jar doctor [PID]    says what this machine and this user can do"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        descriptionHeading = "%n",
        description = "Afterwards the JVM is as it was, unless the agent was there before.",
        optionListHeading = "%n",
        commandListHeading = "",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; the time was over, or the JVM has ended",
            "1:cannot be done: one line on standard error says why, and what to do",
            "2:the command was not understood",
            "130:Ctrl-C"
        })
final class Ebpflow implements Callable<Integer> {
    private final File jar;
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "PID", hidden = true)
    private Integer pid;

    @Option(
            names = {"-t", "--tcp"},
            description = "TCP: connects, accepts, requests")
    private boolean tcp;

    @Option(
            names = {"-u", "--udp"},
            description = "UDP")
    private boolean udp;

    @Option(
            names = {"-i", "--in"},
            description = "incoming only: the peer began")
    private boolean in;

    @Option(
            names = {"-o", "--out"},
            description = "outgoing only: this JVM began")
    private boolean out;

    @Option(
            names = {"-r", "--retr"},
            description = "retransmissions")
    private boolean retransmissions;

    @Option(
            names = {"-c", "--tcpclose"},
            description = "closes, resets and failed connects of TCP")
    private boolean closes;

    @Option(
            names = {"-v", "--verbose"},
            description = "a second line: process, thread, flow")
    private boolean verbose;

    @Option(names = "--json", description = "a JSON object per line: --format json")
    private boolean json;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = OutputFormat.Converter.class,
            description = "text, json, or ebpfflow: the lines of ebpflowexport")
    private OutputFormat format;

    @Option(
            names = "--no-containers",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "container and pod are shown, or not; default: they are")
    private boolean containers;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "SECONDS",
            description = "ends after this time")
    private Integer durationSeconds;

    @Option(
            names = "--slow",
            paramLabel = "50ms",
            converter = DurationConverter.class,
            description = "only calls that took at least this long")
    private Long slowUs;

    @Mixin
    private FilterOptions only;

    Ebpflow(File jar, Terminal terminal) {
        this.jar = jar;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (pid == null) {
            new JvmTable(terminal).print();
            return ExitCode.OK;
        }
        FlowFilter filter = new FlowFilter();
        filter.kinds(tcp, udp, retransmissions, closes);
        filter.directions(in, out);
        filter.slowUs(slowUs == null ? 0 : slowUs);
        only.narrow(filter);
        if (durationSeconds != null && durationSeconds < 1) {
            throw Failure.ofUsage("-d takes a number of seconds from 1 on");
        }
        FlowPrinter printer = new FlowPrinter(terminal, filter, json ? OutputFormat.JSON : format, verbose, containers);
        long durationMs = durationSeconds == null ? Long.MAX_VALUE : durationSeconds * 1_000L;
        return new WatchRun(Target.of(pid), jar, printer).run(durationMs);
    }

    /**
     * {@code 50ms}: a duration in microseconds, at most what the agent takes for a threshold.
     *
     * <p>Threading: stateless.
     */
    static final class DurationConverter implements ITypeConverter<Long> {
        private static final String[] UNITS = {"us", "ms", "s", "m"};
        private static final long[] UNIT_US = {1, 1_000, 1_000_000, 60_000_000};
        private static final long MAX_US = 60 * 60_000_000L;

        @Override
        public Long convert(String text) {
            String lower = text.trim().toLowerCase(Locale.ROOT);
            String number = lower.replaceAll("[a-z]+$", "");
            for (int i = 0; i < UNITS.length; i++) {
                if (lower.equals(number + UNITS[i]) && number.matches("[0-9]{1,9}")) {
                    long us = Long.parseLong(number) * UNIT_US[i];
                    if (us <= MAX_US) {
                        return us;
                    }
                }
            }
            throw new TypeConversionException("'" + text + "' is not a whole number with us, ms, s or m, up to 60m");
        }
    }
}
