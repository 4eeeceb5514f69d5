// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/**
 * Columns of a table that any JMX client can show, and how a row fills them. Written out because what MXBeans make of a
 * map of objects is a table of two columns, key and value.
 *
 * <p>Threading: immutable after the columns were added.
 */
final class Table<R> {
    private final String name;
    private final String description;
    private final List<String> columns = new ArrayList<>();
    private final List<String> descriptions = new ArrayList<>();
    private final List<OpenType<?>> types = new ArrayList<>();
    private final List<Function<R, Object>> values = new ArrayList<>();
    private String[] keys;
    private TabularType type;

    Table(String name, String description) {
        this.name = name;
        this.description = description;
    }

    Table<R> text(String column, String columnDescription, Function<R, String> value) {
        return add(column, columnDescription, SimpleType.STRING, value::apply);
    }

    /** A negative number is not known: its cell stays empty. */
    Table<R> number(String column, String columnDescription, ToLongFunction<R> value) {
        return add(column, columnDescription, SimpleType.LONG, row -> {
            long number = value.applyAsLong(row);
            return number < 0 ? null : number;
        });
    }

    Table<R> bool(String column, String columnDescription, Function<R, Boolean> value) {
        return add(column, columnDescription, SimpleType.BOOLEAN, value::apply);
    }

    Table<R> add(String column, String columnDescription, OpenType<?> columnType, Function<R, Object> value) {
        columns.add(column);
        descriptions.add(columnDescription);
        types.add(columnType);
        values.add(value);
        return this;
    }

    /** Ends the definition: the columns by which rows differ. */
    Table<R> keyedBy(String... newKeys) {
        keys = newKeys.clone();
        try {
            CompositeType row = new CompositeType(
                    name + "Row",
                    description,
                    columns.toArray(new String[0]),
                    descriptions.toArray(new String[0]),
                    types.toArray(new OpenType<?>[0]));
            type = new TabularType(name, description, row, keys);
        } catch (OpenDataException e) {
            throw new AssertionError("table " + name, e);
        }
        return this;
    }

    TabularType type() {
        return type;
    }

    TabularData of(Iterable<R> rows) {
        TabularDataSupport table = new TabularDataSupport(type);
        for (R row : rows) {
            CompositeDataSupport cells = row(row);
            // A key that repeats itself would be refused: the newest row stands for it.
            table.remove(cells.getAll(keys));
            table.put(cells);
        }
        return table;
    }

    /** One row by itself. */
    CompositeDataSupport row(R row) {
        Object[] cells = new Object[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = values.get(i).apply(row);
        }
        try {
            return new CompositeDataSupport(type.getRowType(), columns.toArray(new String[0]), cells);
        } catch (OpenDataException e) {
            throw new AssertionError("row of " + name, e);
        }
    }
}
