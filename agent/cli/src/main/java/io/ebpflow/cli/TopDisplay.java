// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.cli.top.Screen;
import io.ebpflow.cli.top.Tables;
import io.ebpflow.cli.top.View;
import io.ebpflow.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

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
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REVERSE = "\u001b[7m";
    private static final String PLAIN = "\u001b[0m";

    private final Terminal terminal;
    private final FlowFilter filter;
    private final Tables tables;
    private final Screen screen;
    private final long intervalMs;
    private final boolean isLive;
    private long roundsLeft;
    private long dueMs;
    private int[] size = {80, 24};
    private boolean isPaused;
    private boolean isDone;

    /** Guarded by this, as is what {@link #end} undoes. */
    private boolean isOpen;

    private Keyboard keyboard;
    private String lastWords;

    /** @param rounds how many tables to show */
    TopDisplay(Terminal terminal, FlowFilter filter, Tables tables, Screen screen, long intervalMs, long rounds) {
        this.terminal = terminal;
        this.filter = filter;
        this.tables = tables;
        this.screen = screen;
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
        synchronized (this) {
            if (isLive && !isOpen) {
                isOpen = true;
                keyboard = Keyboard.open();
                size = Keyboard.size();
                terminal.write(OPEN);
                draw();
            }
        }
    }

    @Override
    public void print(String record) {
        java.util.Map<String, Object> event = Json.object(record);
        if (filter.passes(event)) {
            tables.add(event, now());
        }
    }

    @Override
    public void flush() throws IOException {
        boolean isChanged = keyboard != null && (followKeys() | followSize());
        long nowMs = now();
        if (nowMs >= dueMs && !isPaused) {
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
            synchronized (this) {
                if (isOpen) {
                    draw();
                }
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
        List<String> lines = screen.lines(size[0], size[1], time(), isPaused);
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
            press(key);
        }
        return isPressed;
    }

    private void press(int key) {
        switch (key) {
            case 'q':
                isDone = true;
                break;
            case 'f':
                screen.show(View.FLOWS);
                break;
            case 'e':
                screen.show(View.ENDPOINTS);
                break;
            case 'r':
                screen.show(View.REQUESTS);
                break;
            case 't':
                screen.show(View.THREADS);
                break;
            case '\t':
                screen.showNext();
                break;
            case 'R':
                screen.reverse();
                break;
            case ' ':
                isPaused = !isPaused;
                break;
            case '0':
                tables.reset();
                break;
            default:
                move(key);
        }
    }

    private void move(int key) {
        int page = Math.max(1, size[1] - Screen.HEADINGS - 2);
        switch (key) {
            case '<':
            case Keyboard.LEFT:
                screen.moveOrder(-1, size[0]);
                break;
            case '>':
            case Keyboard.RIGHT:
                screen.moveOrder(1, size[0]);
                break;
            case Keyboard.UP:
                screen.scroll(-1);
                break;
            case Keyboard.DOWN:
                screen.scroll(1);
                break;
            case Keyboard.PAGE_UP:
                screen.scroll(-page);
                break;
            case Keyboard.PAGE_DOWN:
                screen.scroll(page);
                break;
            default:
                break;
        }
    }

    @Override
    public synchronized void say(String line) {
        if (isOpen) {
            screen.notice(line);
            lastWords = line;
        } else {
            terminal.say(line);
        }
    }

    @Override
    public void lost(String count) {
        tables.lostHere(Long.parseLong(count));
    }

    @Override
    public boolean isDone() {
        return isDone;
    }

    @Override
    public synchronized void end() {
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
