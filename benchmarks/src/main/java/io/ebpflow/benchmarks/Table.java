// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Plain text in columns: the first to the left, the others to the right.
 *
 * <p>Threading: confined to its owner.
 */
final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(header);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                text.append(i == 0 ? row[i] + padding : GAP + padding + row[i]);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
