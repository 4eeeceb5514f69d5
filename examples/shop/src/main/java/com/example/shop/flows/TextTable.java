// SPDX-License-Identifier: Apache-2.0
package com.example.shop.flows;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a header, numbers to the right. Threading: confined to the thread that prints. */
final class TextTable {
    private static final String COLUMN_GAP = "  ";

    /** A longer cell is cut: a table that wraps cannot be read. */
    private static final int MAX_CELL_CHARS = 44;

    private final List<List<String>> lines = new ArrayList<>();

    TextTable(List<String> header) {
        lines.add(header);
    }

    void add(List<String> row) {
        List<String> cells = new ArrayList<>();
        for (String cell : row) {
            cells.add(cell.length() <= MAX_CELL_CHARS ? cell : cell.substring(0, MAX_CELL_CHARS - 1) + "…");
        }
        lines.add(cells);
    }

    void printTo(StringBuilder out) {
        int columnCount = lines.get(0).size();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < columnCount; column++) {
                String padding = " ".repeat(width(column) - line.get(column).length());
                boolean isRight = isNumeric(column);
                text.append(COLUMN_GAP).append(isRight ? padding : "").append(line.get(column));
                text.append(isRight ? "" : padding);
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return lines.stream().skip(1).allMatch(line -> line.get(column).matches("-?[0-9.]*"));
    }
}
