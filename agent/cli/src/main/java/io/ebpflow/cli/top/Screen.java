// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The screen as lines of text, and what keys change about it.
 *
 * <pre>
 *   title     what, when, sums
 *   tabs      views, order
 *   notice    losses, words of the agent
 *   headings
 *   rows      as many as fit
 *   keys
 * </pre>
 *
 * <p>Threading: confined to the main thread.
 */
public final class Screen {
    /** Of the line with the headings. */
    public static final int HEADINGS = 3;

    /** A short window has no keys, and one of less than four lines not even rows. */
    private static final int LINES_FOR_KEYS = 8;

    private static final String KEYS =
            " f e r t view  < > order  R reverse  arrows scroll  space pause  0 reset  q quit";

    /** From here on the first line has everything. */
    private static final int WIDE = 100;

    /** What a narrow window leaves of the JVM's name. */
    private static final int SHORTEST_TITLE = 8;

    private final Tables tables;
    private final String title;
    private final Map<View, Column> orders = new EnumMap<>(View.class);
    private View view;
    private boolean isReversed;
    private int first;
    private String notice = "";

    /** @param title of the JVM */
    public Screen(Tables tables, String title, View view) {
        this.tables = tables;
        this.title = title;
        this.view = view;
        for (View each : View.values()) {
            orders.put(each, each.columns.get(each.columnOf(each.sortedBy)));
        }
    }

    /** Headings that a view may be ordered by. */
    public static List<String> headings(View view) {
        List<String> headings = new ArrayList<>();
        view.columns.forEach(column -> headings.add(column.heading));
        return headings;
    }

    /** @return false: the view has no such column */
    public boolean orderBy(String heading) {
        int column = view.columnOf(heading);
        if (column >= 0) {
            orders.put(view, view.columns.get(column));
        }
        return column >= 0;
    }

    public void show(View newView) {
        view = newView;
        first = 0;
    }

    public void showNext() {
        show(View.values()[(view.ordinal() + 1) % View.values().length]);
    }

    public void reverse() {
        isReversed = !isReversed;
    }

    /** Words that are no event; one at a time. */
    public void notice(String words) {
        notice = words;
    }

    /** Moves the order to the next column that is shown, or to the one before. */
    public void moveOrder(int step, int width) {
        List<Column> shown = new Layout(view, width, List.of()).columns;
        int column = shown.indexOf(orders.get(view));
        int next = column < 0 ? 0 : column + step;
        orders.put(view, shown.get(Math.max(0, Math.min(shown.size() - 1, next))));
        first = 0;
    }

    /** @param lines down, or up if negative */
    public void scroll(int lines) {
        first = Math.max(0, first + lines);
    }

    /**
     * Lines, none longer than the width.
     *
     * @param time of day, as it is shown
     * @param isPaused whether to say so
     */
    public List<String> lines(int width, int height, String time, boolean isPaused) {
        boolean hasKeys = height >= LINES_FOR_KEYS;
        int room = Math.max(0, height - HEADINGS - 1 - (hasKeys ? 1 : 0));
        List<Row> rows = sorted();
        first = Math.max(0, Math.min(first, rows.size() - room));
        List<Row> visible = rows.subList(first, Math.min(rows.size(), first + room));
        List<String> lines = new ArrayList<>();
        lines.add(Cells.left(title(time, width), width));
        lines.add(Cells.left(tabs(rows.size(), visible.size(), isPaused), width));
        lines.add(Cells.left(" " + notices(), width));
        addTable(lines, new Layout(view, width, visible), visible);
        while (lines.size() < height - (hasKeys ? 1 : 0)) {
            lines.add("");
        }
        if (hasKeys) {
            lines.add(Cells.fit(KEYS, width));
        }
        return new ArrayList<>(lines.subList(0, Math.min(height, lines.size())));
    }

    /** The whole table, for a file or a pipe. */
    public List<String> plain(String time) {
        List<Row> rows = sorted();
        List<String> lines = new ArrayList<>();
        lines.add(Cells.fit(title(time, Integer.MAX_VALUE), Integer.MAX_VALUE).trim());
        if (!notices().isEmpty()) {
            lines.add(Cells.fit(notices(), Integer.MAX_VALUE));
        }
        addTable(lines, new Layout(view, 0, rows), rows);
        lines.replaceAll(String::stripTrailing);
        return lines;
    }

    private List<Row> sorted() {
        List<Row> rows = tables.rows(view);
        Comparator<Row> order = orders.get(view).order.reversed();
        rows.sort((isReversed ? order.reversed() : order)
                .thenComparing(
                        Comparator.comparingLong((Row row) -> row.movedMs).reversed())
                .thenComparing(row -> row.name));
        return rows;
    }

    private void addTable(List<String> lines, Layout layout, List<Row> rows) {
        lines.add(headings(layout));
        for (Row row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < layout.columns.size(); i++) {
                Column column = layout.columns.get(i);
                line.append(' ').append(cell(column, column.of(row), layout.widths.get(i)));
            }
            lines.add(line.toString());
        }
    }

    private String headings(Layout layout) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < layout.columns.size(); i++) {
            Column column = layout.columns.get(i);
            String mark = column == orders.get(view) ? "*" : "";
            String heading = cell(column, mark + column.heading, layout.widths.get(i) + 1);
            line.append(column.isText() && mark.isEmpty() ? " " + heading.substring(0, heading.length() - 1) : heading);
        }
        return line.toString();
    }

    private static String cell(Column column, String text, int width) {
        return column.isText() ? Cells.left(text, width) : Cells.right(text, width);
    }

    private String title(String time, int width) {
        Row all = tables.all();
        String sums = "  " + tables.openCount() + " flows  " + Compact.rate(all.workPerSecond) + " calls/s  sent "
                + Compact.bytes(all.sentPerSecond) + "/s  rcvd " + Compact.bytes(all.receivedPerSecond) + "/s"
                + (width < WIDE ? "" : "  " + Compact.count(all.errorCount) + " errors");
        int room = width - sums.length() - time.length() - 3;
        return " " + time + "  " + Cells.fit(title, Math.max(SHORTEST_TITLE, room)) + sums;
    }

    private String tabs(int count, int shown, boolean isPaused) {
        StringBuilder line = new StringBuilder();
        for (View each : View.values()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            line.append(each == view ? " [" + name + "]" : "  " + name + " ");
        }
        line.append("  by ").append(orders.get(view).heading).append(isReversed ? " (least first)" : "");
        if (shown < count) {
            line.append("  ")
                    .append(first + 1)
                    .append('-')
                    .append(first + shown)
                    .append(" of ")
                    .append(count);
        }
        return line.append(isPaused ? "  PAUSED" : "").toString();
    }

    private String notices() {
        StringBuilder line = new StringBuilder();
        append(line, tables.lostHere(), " events lost here");
        append(line, tables.lostInJvm(), " records lost in the JVM");
        append(line, tables.droppedCount(), " rows had to make room");
        return line.append(line.length() == 0 || notice.isEmpty() ? "" : "; ")
                .append(notice)
                .toString();
    }

    private static void append(StringBuilder line, long count, String what) {
        if (count > 0) {
            line.append(line.length() == 0 ? "lost: " : ", ").append(count).append(what);
        }
    }
}
