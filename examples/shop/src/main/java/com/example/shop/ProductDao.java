// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads products. Threading: thread-safe, each call borrows a connection from the pool. */
public final class ProductDao {
    private final DataSource database;

    public ProductDao(DataSource database) {
        this.database = database;
    }

    public List<Product> findAll() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT id, name, stock FROM products");
                ResultSet rows = query.executeQuery()) {
            List<Product> products = new ArrayList<>();
            while (rows.next()) {
                products.add(toProduct(rows));
            }
            return products;
        }
    }

    public Optional<Product> findById(int id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT id, name, stock FROM products WHERE id = ?")) {
            query.setInt(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(toProduct(rows)) : Optional.empty();
            }
        }
    }

    private static Product toProduct(ResultSet row) throws SQLException {
        return new Product(row.getInt("id"), row.getString("name"), row.getInt("stock"));
    }
}
