// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Writes orders. Threading: thread-safe, each call borrows a connection from the pool. */
public final class OrderDao {
    private final DataSource database;

    public OrderDao(DataSource database) {
        this.database = database;
    }

    /**
     * Takes the pieces out of the stock and records the order, both or neither.
     *
     * @return the number of the order, or empty when too few pieces are left
     */
    public OptionalLong place(int productId, int quantity, long totalCents) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!takeFromStock(connection, productId, quantity)) {
                    connection.rollback();
                    return OptionalLong.empty();
                }
                long orderId = insertOrder(connection, productId, quantity, totalCents);
                connection.commit();
                return OptionalLong.of(orderId);
            } catch (SQLException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }

    private static boolean takeFromStock(Connection connection, int productId, int quantity) throws SQLException {
        String sql = "UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setInt(1, quantity);
            update.setInt(2, productId);
            update.setInt(3, quantity);
            return update.executeUpdate() == 1;
        }
    }

    private static long insertOrder(Connection connection, int productId, int quantity, long totalCents)
            throws SQLException {
        String sql = "INSERT INTO orders (product_id, quantity, total_cents) VALUES (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            insert.setInt(1, productId);
            insert.setInt(2, quantity);
            insert.setLong(3, totalCents);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getLong("id");
            }
        }
    }
}
