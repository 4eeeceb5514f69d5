// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * A column of a view: numbers stand at the right and are as wide as they are, text at the left takes what is over.
 *
 * <p>Threading: immutable.
 */
final class Column {
    /** Numbers: six characters at most, and a sign of the sort order. */
    private static final int NUMBER_WIDTH = 6;

    /** As high as Linux numbers threads. */
    private static final int ID_WIDTH = 7;

    final String heading;
    final int rank;
    final int minWidth;
    final int maxWidth;
    final Comparator<Row> order;
    private final Function<Row, String> text;

    private Column(
            String heading, int rank, int minWidth, int maxWidth, Comparator<Row> order, Function<Row, String> text) {
        this.heading = heading;
        this.rank = rank;
        this.minWidth = minWidth;
        this.maxWidth = maxWidth;
        this.order = order;
        this.text = text;
    }

    /**
     * Text.
     *
     * @param rank columns of lower rank have their place first
     */
    static Column text(String heading, int rank, int minWidth, int maxWidth, Function<Row, String> text) {
        return new Column(
                heading, rank, minWidth, maxWidth, Comparator.comparing(text).reversed(), text);
    }

    static Column bytes(String heading, int rank, ToDoubleFunction<Row> value) {
        return number(heading, rank, value, row -> Compact.bytes(value.applyAsDouble(row)));
    }

    static Column count(String heading, int rank, ToDoubleFunction<Row> value) {
        return number(heading, rank, value, row -> Compact.count(value.applyAsDouble(row)));
    }

    static Column rate(String heading, int rank, ToDoubleFunction<Row> value) {
        return number(heading, rank, value, row -> Compact.rate(value.applyAsDouble(row)));
    }

    /** Microseconds; below 0 is empty. */
    static Column duration(String heading, int rank, ToDoubleFunction<Row> us) {
        return number(heading, rank, us, row -> Compact.duration((long) us.applyAsDouble(row)));
    }

    /** In full; 0 is empty. */
    static Column id(String heading, int rank, ToLongFunction<Row> id) {
        Function<Row, String> text = row -> id.applyAsLong(row) == 0 ? "" : Long.toString(id.applyAsLong(row));
        return new Column(heading, rank, ID_WIDTH, ID_WIDTH, Comparator.comparingLong(id), text);
    }

    private static Column number(String heading, int rank, ToDoubleFunction<Row> value, Function<Row, String> text) {
        int width = Math.max(NUMBER_WIDTH, heading.length());
        return new Column(heading, rank, width, width, Comparator.comparingDouble(value), text);
    }

    boolean isText() {
        return maxWidth > minWidth;
    }

    String of(Row row) {
        return text.apply(row);
    }
}
