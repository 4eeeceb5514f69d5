// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.ebpflow.health.AgentLog;
import io.ebpflow.health.Printable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The agent's own Logback. Built by hand: the static binding of SLF4J and Logback's automatic configuration are never
 * touched, because what they would find belongs to the application.
 *
 * <p>Threading: thread-safe, as Logback is; {@link #flush} is the view thread's.
 */
final class OwnLogback implements AgentLog, AutoCloseable {
    static final String FLOW_LOGGER = "ebpflow.flow";
    static final String SLOW_LOGGER = "ebpflow.slow";
    private static final String AGENT_LOGGER = "ebpflow.agent";

    private static final long MAX_FILE_BYTES = 10 << 20;
    private static final int MAX_OLD_FILES = 4;

    /** The size is asked of the file system: not more often than this. */
    private static final long SIZE_CHECK_MS = 1_000;

    private static final int FILE_BUFFER_BYTES = 64 << 10;

    final LoggerContext context = new LoggerContext();
    private final Logger agentLogger = logger(AGENT_LOGGER);
    private final Logger flowLogger = logger(FLOW_LOGGER);
    private final Logger slowLogger = logger(SLOW_LOGGER);
    private final Set<String> toldFailures = new HashSet<>();
    private OutputStreamAppender<ILoggingEvent> flowAppender;

    /** The agent's own words go to standard error. */
    OwnLogback() {
        context.setName("ebpflow");
        context.setMDCAdapter(new LogbackMDCAdapter());
        agentLogger.addAppender(toStandardError(true));
        context.getStatusManager().add(this::onStatus);
    }

    private Logger logger(String name) {
        Logger logger = context.getLogger(name);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        return logger;
    }

    /**
     * Says where flows and slow calls go. One clear line and standard error if the file cannot be written.
     *
     * @param file null: standard error
     */
    void showFlowsIn(File file) {
        if (file != null) {
            try {
                flowAppender = toFile(file.getAbsoluteFile());
            } catch (IOException e) {
                warn("file=" + Printable.of(file.getPath()) + " cannot be written, flows are shown here: "
                        + Printable.of(String.valueOf(e.getMessage())));
            }
        }
        if (flowAppender == null) {
            flowAppender = toStandardError(false);
        }
        flowLogger.addAppender(flowAppender);
        slowLogger.addAppender(flowAppender);
    }

    /** @param line complete */
    void flow(String line) {
        flowLogger.info(line);
    }

    /** @param lines complete; one event of the log, so that nobody's line comes between them */
    void slow(String lines) {
        slowLogger.warn(lines);
    }

    /** Writes out lines of {@link #flow} and {@link #slow} that are still in memory. */
    void flush() throws IOException {
        if (flowAppender != null && flowAppender.getOutputStream() != null) {
            flowAppender.getOutputStream().flush();
        }
    }

    @Override
    public void info(String line) {
        agentLogger.info(line);
    }

    @Override
    public void warn(String line) {
        agentLogger.warn(line);
    }

    @Override
    public void error(String line) {
        agentLogger.error(line);
    }

    private OutputStreamAppender<ILoggingEvent> toStandardError(boolean hasPrefix) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        return started(appender, hasPrefix);
    }

    private OutputStreamAppender<ILoggingEvent> toFile(File file) throws IOException {
        File directory = file.getParentFile();
        if (!directory.isDirectory() && !directory.mkdirs() && !directory.isDirectory()) {
            throw new IOException("directory " + directory + " cannot be made");
        }
        // Logback would only note the failure in its own status list.
        new FileOutputStream(file, true).close();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.getPath());
        appender.setBufferSize(new FileSize(FILE_BUFFER_BYTES));
        appender.setImmediateFlush(false);
        NumberedFiles files = new NumberedFiles(MAX_OLD_FILES);
        files.setContext(context);
        files.setParent(appender);
        files.start();
        appender.setRollingPolicy(files);
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(MAX_FILE_BYTES));
        size.setCheckIncrement(Duration.buildByMilliseconds(SIZE_CHECK_MS));
        size.start();
        appender.setTriggeringPolicy(size);
        return started(appender, false);
    }

    private <A extends OutputStreamAppender<ILoggingEvent>> A started(A appender, boolean hasPrefix) {
        LineEncoder encoder = new LineEncoder(hasPrefix);
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** Logback's own troubles, a full disk above all. Once each: it repeats itself while they last. */
    private void onStatus(Status status) {
        if (status.getLevel() != Status.ERROR) {
            return;
        }
        Throwable cause = status.getThrowable();
        String line = status.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
        synchronized (toldFailures) {
            if (toldFailures.size() >= 16 || !toldFailures.add(line)) {
                return;
            }
        }
        warn("lines may be lost: " + Printable.of(line));
    }

    @Override
    public void close() {
        context.stop();
    }
}
