// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The shop's two tables, and the lock that makes one transaction at a time the writer.
 *
 * <p>Threading: thread-safe.
 */
public final class Database {
    private static final String[] PRODUCTS = {
        "Teapot", "Kettle", "Tea strainer", "Cup and saucer", "Biscuit tin", "Egg timer", "Samovar (made to order)"
    };

    /** More than any demo sells, so that a sold-out product is something a test asks for. */
    private static final long INITIAL_STOCK_COUNT = 100_000;

    private final Map<String, Table> tables;
    private final ReentrantLock writeLock = new ReentrantLock(true);

    public Database() {
        Table products = new Table(
                "products",
                new Column("id", ColumnType.INT4),
                new Column("name", ColumnType.TEXT),
                new Column("stock", ColumnType.INT4));
        Table orders = new Table(
                "orders",
                new Column("id", ColumnType.INT8),
                new Column("product_id", ColumnType.INT4),
                new Column("quantity", ColumnType.INT4),
                new Column("total_cents", ColumnType.INT8));
        tables = Map.of("products", products, "orders", orders);
        try {
            for (String name : PRODUCTS) {
                products.insert(new Object[] {null, name, INITIAL_STOCK_COUNT});
            }
        } catch (SqlException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Table table(String name) throws SqlException {
        Table table = tables.get(name);
        if (table == null) {
            throw new SqlException("42P01", "relation \"" + name + "\" does not exist");
        }
        return table;
    }

    ReentrantLock writeLock() {
        return writeLock;
    }
}
