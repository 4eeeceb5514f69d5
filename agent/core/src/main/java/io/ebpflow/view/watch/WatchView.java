// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.watch;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.AgentLog;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.view.FlowView;
import io.ebpflow.view.log.LineFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Shows flows to the command lines that watch this JVM, each over a socket of its own. An agent that was started for them
 * leaves with the last of them, however that ended.
 *
 * <p>A record is JSON, or JSON and a line for people or scripts with a unit separator in between. What begins with an exclamation mark is a word of
 * the agent itself: {@code ready lost warn problem bye}.
 *
 * <p>Threading: events come from the view thread, watches from any.
 */
public final class WatchView implements FlowView {
    /** How soon one that ended without a word is noticed while nothing happens; sends notice it at once. */
    private static final long LOOK_NS = 100_000_000L;

    /** For the last words, to somebody who does not read. */
    private static final long LAST_WORDS_NS = 500_000_000L;

    /** Between two looks in a stream without pause. */
    private static final int LOOK_EVENTS = 1_024;

    private static final char SEPARATOR = 0x1f;

    private final boolean isTemporary;
    private final Runnable onDeserted;
    private final LineFormat json;
    private final Map<String, LineFormat> lines;
    private final Map<String, byte[]> records = new HashMap<>();
    private final StringBuilder line = new StringBuilder();
    private volatile Watch[] watches = {};
    private volatile boolean isReady;
    private boolean isDeserted;
    private long lookNs;
    private int events;

    /**
     * @param isTemporary the agent was started for watches
     * @param onDeserted run once, by the view thread, when a temporary agent has no more watches
     * @param facts about this JVM, the same object as long as nothing was read again
     */
    public WatchView(boolean isTemporary, Runnable onDeserted, Supplier<JvmFacts> facts) {
        json = LineFormat.json(facts);
        lines = Map.of(WatchCommand.TEXT, LineFormat.text(), WatchCommand.EBPFFLOW, LineFormat.ebpfflow(facts));
        this.isTemporary = isTemporary;
        this.onDeserted = onDeserted;
    }

    /**
     * Connects to a command line; from here on it is shown flows.
     *
     * @return false: this agent is about to leave, another one has to be started
     * @throws IOException if it is not there any more
     */
    public synchronized boolean add(WatchCommand command) throws IOException {
        if (isDeserted) {
            return false;
        }
        Watch watch = Watch.connect(command);
        if (isReady) {
            watch.tell("ready");
            watch.flush();
        }
        List<Watch> all = new ArrayList<>(List.of(watches));
        all.add(watch);
        watches = all.toArray(new Watch[0]);
        return true;
    }

    /** Connects to a command line only to tell it why there is nothing to see. */
    public static void refuse(WatchCommand command, String problem) throws IOException {
        Watch watch = Watch.connect(command);
        watch.tell("problem " + problem);
        watch.flush();
        watch.close();
    }

    /** Flows are seen and hooks are in. */
    public synchronized void ready() {
        isReady = true;
        tellAll("ready");
    }

    private void tellAll(String word) {
        for (Watch watch : watches) {
            watch.tell(word);
            watch.flush();
        }
    }

    /** For an agent without another log: the application's own standard error stays as it is. */
    public AgentLog log() {
        return new WatchLog();
    }

    @Override
    public void onEvent(FlowEvent event) {
        Watch[] current = watches;
        if (current.length == 0) {
            return;
        }
        if (++events % LOOK_EVENTS == 0) {
            look();
        }
        records.clear();
        for (Watch watch : current) {
            if (watch.command().wants(event.type)) {
                String format = watch.command().format();
                byte[] record = records.get(format);
                if (record == null) {
                    record = record(event, lines.get(format));
                    records.put(format, record);
                }
                watch.event(record);
            }
        }
    }

    /** @param format of the line behind the JSON, null: none */
    private byte[] record(FlowEvent event, LineFormat format) {
        line.setLength(0);
        json.append(line, event);
        if (format != null) {
            format.append(line.append(SEPARATOR), event);
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void onIdle() {
        if (watches.length == 0 && !isTemporary) {
            return;
        }
        for (Watch watch : watches) {
            watch.flush();
        }
        long nowNs = System.nanoTime();
        if (nowNs - lookNs >= LOOK_NS) {
            lookNs = nowNs;
            look();
        }
    }

    /** Who has gone, and what that means. */
    private synchronized void look() {
        int activeCount = 0;
        for (Watch watch : watches) {
            if (!watch.isOver()) {
                activeCount++;
            } else if (!watch.isEnding()) {
                watch.end();
            }
        }
        if (activeCount == 0 && isTemporary) {
            // Not in the middle of the start: what is being put in cannot be taken out.
            if (isReady && !isDeserted) {
                isDeserted = true;
                onDeserted.run();
            }
            return; // the last ones hear of it when it is done
        }
        List<Watch> staying = new ArrayList<>();
        for (Watch watch : watches) {
            if (!watch.isEnding()) {
                staying.add(watch);
            } else {
                leave(watch, "stays");
            }
        }
        if (staying.size() < watches.length) {
            watches = staying.toArray(new Watch[0]);
        }
    }

    private static void leave(Watch watch, String how) {
        watch.tell("bye " + how);
        watch.flush();
        watch.close();
    }

    @Override
    public void close() {
        for (Watch watch : watches) {
            watch.flush();
        }
    }

    /**
     * Ends all watches, when the JVM is as it was.
     *
     * @param how {@code bye uninstalled}
     */
    public synchronized void farewell(String how) {
        isDeserted = true;
        long deadlineNs = System.nanoTime() + LAST_WORDS_NS;
        tellAll(how);
        for (Watch watch : watches) {
            while (!watch.flush() && System.nanoTime() < deadlineNs) {
                LockSupport.parkNanos(5_000_000);
            }
            watch.close();
        }
        watches = new Watch[0];
    }

    /**
     * To those who watch.
     *
     * <p>Threading: thread-safe.
     */
    private final class WatchLog implements AgentLog {
        @Override
        public void info(String line) {
            // Whoever watches knows.
        }

        @Override
        public void warn(String line) {
            tellAll("warn " + line);
        }

        @Override
        public void error(String line) {
            tellAll("problem " + line);
        }
    }
}
