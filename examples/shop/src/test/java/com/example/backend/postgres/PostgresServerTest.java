// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.wiring.Loopback;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server against the real PostgreSQL JDBC driver: the driver is the judge of the protocol. */
@Timeout(20)
class PostgresServerTest {
    private PostgresServer server;

    @BeforeEach
    void start() throws IOException {
        server = PostgresServer.start(Loopback.IPV4, new Database());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Connection connect(String options) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + server.address().getPort() + "/shop?" + options;
        return DriverManager.getConnection(url, "shop", "");
    }

    private Connection connect() throws SQLException {
        return connect("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
    void answersPlainAndPreparedStatementsInEveryQueryModeOfTheDriver(String queryMode) throws SQLException {
        try (Connection connection = connect("preferQueryMode=" + queryMode);
                Statement plain = connection.createStatement();
                PreparedStatement prepared =
                        connection.prepareStatement("SELECT name FROM products WHERE id = ? AND stock >= ?")) {
            try (ResultSet rows = plain.executeQuery("SELECT * FROM products WHERE name = 'Egg timer'")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt("id")).isEqualTo(6);
                assertThat(rows.getString("name")).isEqualTo("Egg timer");
                assertThat(rows.getInt("stock")).isEqualTo(100_000);
                assertThat(rows.next()).isFalse();
            }
            prepared.setInt(1, 2);
            prepared.setInt(2, 1);
            try (ResultSet rows = prepared.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("Kettle");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheSameNumbersInBinaryAndInText(boolean isBinary) throws SQLException {
        String sql = "INSERT INTO orders (product_id, quantity, total_cents) VALUES (?, ?, ?) RETURNING *";
        // -1: named statements and binary results from the first execution on
        try (Connection connection = connect("prepareThreshold=-1&binaryTransfer=" + isBinary);
                PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int quantity : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                long totalCents = 7_919L * quantity;
                insert.setInt(1, 3);
                insert.setInt(2, quantity);
                insert.setLong(3, totalCents);
                try (ResultSet row = insert.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt("quantity")).isEqualTo(quantity);
                    assertThat(row.getLong("total_cents")).isEqualTo(totalCents);
                }
            }
        }
    }

    @Test
    void numbersNewRowsAndReturnsTheGeneratedKeys() throws SQLException {
        String sql = "INSERT INTO orders (product_id, quantity) VALUES (?, ?)";
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(sql, new String[] {"id"})) {
            for (long expectedKey = 1; expectedKey <= 23; expectedKey++) {
                insert.setInt(1, 5);
                insert.setNull(2, Types.INTEGER);
                assertThat(insert.executeUpdate()).isEqualTo(1);
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong(1)).isEqualTo(expectedKey);
                }
            }
            assertThat(count(connection, "SELECT quantity FROM orders WHERE product_id = 5"))
                    .isEqualTo(23);
            assertThat(count(connection, "SELECT id FROM orders WHERE quantity = 0"))
                    .isZero();
        }
    }

    @Test
    void handsOutRowsInPortionsOfTheFetchSize() throws SQLException {
        try (Connection connection = connect();
                Statement query = connection.createStatement()) {
            connection.setAutoCommit(false);
            query.setFetchSize(2);
            List<Integer> ids = new ArrayList<>();
            try (ResultSet rows = query.executeQuery("SELECT id FROM products")) {
                while (rows.next()) {
                    ids.add(rows.getInt(1));
                }
            }
            assertThat(ids).containsExactly(1, 2, 3, 4, 5, 6, 7);
            connection.commit();
        }
    }

    @Test
    void undoesWhatIsRolledBackAndKeepsWhatIsCommitted() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            update(connection, "UPDATE products SET stock = stock - 11 WHERE id = 1");
            update(connection, "INSERT INTO orders (product_id) VALUES (1)");
            connection.rollback();
            assertThat(count(connection, "SELECT id FROM products WHERE stock = 100000"))
                    .isEqualTo(7);
            assertThat(count(connection, "SELECT id FROM orders")).isZero();

            update(connection, "UPDATE products SET stock = 99989 WHERE id = 1");
            connection.commit();
            assertThat(count(connection, "SELECT id FROM products WHERE stock = 99989"))
                    .isEqualTo(1);
        }
    }

    @Test
    void undoesWhatAClientLeftUncommittedAndFreesTheLock() throws SQLException {
        try (Connection leaving = connect()) {
            leaving.setAutoCommit(false);
            update(leaving, "UPDATE products SET stock = 0");
        }
        try (Connection next = connect()) {
            assertThat(update(next, "UPDATE products SET stock = stock + 1")).isEqualTo(7);
            assertThat(count(next, "SELECT id FROM products WHERE stock = 100001"))
                    .isEqualTo(7);
        }
    }

    @Test
    void refusesWorkInAFailedTransactionUntilItIsRolledBack() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> update(connection, "UPDATE prices SET id = 1"))
                    .hasMessageContaining("prices");
            assertThatThrownBy(() -> count(connection, "SELECT id FROM products"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
            connection.rollback();
            assertThat(count(connection, "SELECT id FROM products")).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM products",
                "SELECT id FROM products ORDER BY id",
                "SELECT price FROM products",
                "SELECT id FROM products WHERE id = 9999999999",
                "SELECT id FROM products WHERE id = 'two'",
                "SELECT id FROM products WHERE name = ~1",
                "SELECT id FROM products WHERE id =",
                "UPDATE products SET name = name + 'x'",
                "UPDATE products SET stock = stock + 2147483647",
                "INSERT INTO products (id, name) VALUES (1, 'again')",
            })
    void refusesWhatItDoesNotKnowAndGoesOn(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).matches("[024][0-9A-Z]{4}"));
            assertThat(count(connection, "SELECT id FROM products WHERE stock = 100000"))
                    .isEqualTo(7);
        }
    }

    @Test
    void refusesAParameterThatWouldHaveToBeConverted() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement("SELECT id FROM products WHERE id = ?")) {
            query.setString(1, "1");
            assertThatThrownBy(query::executeQuery).hasMessageContaining("a parameter of type");
        }
    }

    @Test
    void isWhatAConnectionPoolChecksForWhenItBorrowsAConnection() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(connection.isValid(2)).isTrue();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
        }
    }

    @Test
    void endsTheSessionOfAClientThatSpeaksAnotherProtocol() throws IOException {
        try (Socket client = new Socket(Loopback.IPV4, server.address().getPort())) {
            // In one go: who writes byte by byte is hung up on before the last.
            client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new DataInputStream(client.getInputStream()).read()).isEqualTo(-1);
        }
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }
}
