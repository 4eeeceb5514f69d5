// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which columns of a view have their place in a width, and how wide they are: by their rank, what is over goes to the texts.
 *
 * <p>Threading: immutable.
 */
final class Layout {
    final List<Column> columns = new ArrayList<>();
    final List<Integer> widths = new ArrayList<>();

    /** @param width 0: as wide as it takes */
    Layout(View view, int width, List<Row> rows) {
        List<Column> byRank = new ArrayList<>(view.columns);
        byRank.sort(Comparator.comparingInt(column -> column.rank));
        List<Column> chosen = new ArrayList<>();
        int left = width;
        for (Column column : byRank) {
            if (width != 0 && column.minWidth + 1 > left) {
                break;
            }
            chosen.add(column);
            left -= column.minWidth + 1;
        }
        for (Column column : view.columns) {
            if (chosen.contains(column)) {
                columns.add(column);
                widths.add(width == 0 ? natural(column, rows) : column.minWidth);
            }
        }
        if (width != 0) {
            spread(left);
        }
    }

    private static int natural(Column column, List<Row> rows) {
        int widest = Math.max(column.isText() ? 1 : column.minWidth, column.heading.length());
        for (Row row : rows) {
            widest = Math.max(widest, Cells.width(Cells.fit(column.of(row), column.maxWidth)));
        }
        return widest;
    }

    /** In turn, whatever stands in them: a table whose columns move with each line cannot be read. */
    private void spread(int spare) {
        int left = spare;
        boolean isTaken = true;
        while (left > 0 && isTaken) {
            isTaken = false;
            for (int i = 0; i < columns.size() && left > 0; i++) {
                if (widths.get(i) < columns.get(i).maxWidth) {
                    widths.set(i, widths.get(i) + 1);
                    left--;
                    isTaken = true;
                }
            }
        }
    }
}
