// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.cli.top.Screen;
import io.ebpflow.cli.top.Tables;
import io.ebpflow.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The live table: on a terminal a screen of its own that follows keys and size, else a table for each interval, one below the
 * other.
 *
 * <p>Threading: confined to the main thread; {@link #end} is for any.
 */
final class TopDisplay implements Display {
    /** Alternate screen, no cursor, lines that are too long are cut; and back. */
    private static final String OPEN = "\u001b[?1049h\u001b[?25l\u001b[?7l";

    private static final String CLOSE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    /** To draw; a terminal that takes longer is stuck. */
    private static final long DRAW_MS = 1_000;

    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REVERSE = "\u001b[7m";
    private static final String PLAIN = "\u001b[0m";

    private final Terminal terminal;
    private final FlowFilter filter;
    private final Tables tables;
    private final Screen screen;
    private final TopKeys keys;
    private final long intervalMs;
    private final boolean isLive;
    private long roundsLeft;
    private long dueMs;
    private int[] size = {80, 24};
    private boolean isDone;

    /** For what {@link #end} undoes. */
    private final ReentrantLock screenLock = new ReentrantLock();

    private boolean isOpen;
    private volatile Keyboard keyboard;
    private String lastWords;

    /** @param rounds how many tables to show */
    TopDisplay(Terminal terminal, FlowFilter filter, Tables tables, Screen screen, long intervalMs, long rounds) {
        this.terminal = terminal;
        this.filter = filter;
        this.tables = tables;
        this.screen = screen;
        keys = new TopKeys(screen, tables);
        this.intervalMs = intervalMs;
        isLive = terminal.isScreen();
        roundsLeft = rounds;
        dueMs = Long.MAX_VALUE;
    }

    @Override
    public String format() {
        return "json";
    }

    @Override
    public String events() {
        return Tables.EVENTS;
    }

    /** The kernel's counters are read once a second, whatever the interval is. */
    @Override
    public String options(boolean isOurs) {
        return ",snapshot=1s";
    }

    @Override
    public void begin() throws IOException {
        long nowMs = now();
        tables.endInterval(nowMs);
        dueMs = nowMs + intervalMs;
        screenLock.lock();
        try {
            if (isLive && !isOpen) {
                isOpen = true;
                keyboard = Keyboard.open();
                size = Keyboard.size();
                terminal.write(OPEN);
                draw();
            }
        } finally {
            screenLock.unlock();
        }
    }

    @Override
    public void print(String record) {
        Map<String, Object> event = Json.object(record);
        if (filter.passes(event)) {
            tables.add(event, now());
        }
    }

    @Override
    public void flush() throws IOException {
        boolean isChanged = keyboard != null && (followKeys() | followSize());
        long nowMs = now();
        if (nowMs >= dueMs && !keys.isPaused()) {
            tables.endInterval(nowMs);
            dueMs = Math.max(dueMs + intervalMs, nowMs + intervalMs / 2);
            roundsLeft--;
            isDone |= roundsLeft <= 0;
            isChanged = true;
        }
        if (isChanged) {
            show();
        }
    }

    private void show() throws IOException {
        if (isLive) {
            screenLock.lock();
            try {
                if (isOpen) {
                    draw();
                }
            } finally {
                screenLock.unlock();
            }
            return;
        }
        for (String line : screen.plain(time())) {
            terminal.print(line);
        }
        terminal.print("");
        terminal.flush();
    }

    private void draw() throws IOException {
        StringBuilder frame = new StringBuilder(HOME);
        List<String> lines = screen.lines(size[0], size[1], time(), keys.isPaused());
        for (int i = 0; i < lines.size(); i++) {
            boolean isMarked = terminal.hasColors() && i == Screen.HEADINGS;
            // First, for at the end of a full line it would take the last character away.
            frame.append(i == 0 ? "" : "\r\n").append(REST_OF_LINE).append(isMarked ? REVERSE : "");
            frame.append(lines.get(i)).append(isMarked ? PLAIN : "");
        }
        terminal.write(frame.toString());
    }

    private boolean followSize() {
        int[] now = Keyboard.size();
        boolean isChanged = now[0] != size[0] || now[1] != size[1];
        size = now;
        return isChanged;
    }

    private boolean followKeys() {
        boolean isPressed = false;
        for (int key = keyboard.next(); key != Keyboard.NONE; key = keyboard.next()) {
            isPressed = true;
            keys.press(key, size);
        }
        return isPressed;
    }

    @Override
    public void say(String line) {
        screenLock.lock();
        try {
            if (isOpen) {
                screen.notice(line);
                lastWords = line;
            } else {
                terminal.say(line);
            }
        } finally {
            screenLock.unlock();
        }
    }

    @Override
    public void lost(String count) {
        tables.lostHere(Long.parseLong(count));
    }

    @Override
    public boolean isDone() {
        return isDone || keys.isQuit();
    }

    @Override
    public void end() {
        boolean isLocked = false;
        try {
            isLocked = screenLock.tryLock(DRAW_MS, TimeUnit.MILLISECONDS);
            if (isLocked) {
                close();
            } else if (keyboard != null) {
                keyboard.restore(); // nobody reads what this terminal is sent; the process has to end all the same
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (isLocked) {
                screenLock.unlock();
            }
        }
    }

    private void close() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        try {
            terminal.write(CLOSE);
        } catch (IOException e) {
            // Nobody sees it any more.
        } finally {
            keyboard.restore();
        }
        if (lastWords != null) {
            terminal.say(lastWords); // what was said on the screen has gone with it
        }
    }

    private static String time() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().substring(11);
    }

    static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
