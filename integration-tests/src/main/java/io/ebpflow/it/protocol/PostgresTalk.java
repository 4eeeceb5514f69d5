// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ebpflow.it.app.Gate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code PORT COUNT}: so many queries in {@value #THREADS} threads, over a pool of {@value #CONNECTIONS} connections to a
 * PostgreSQL; then a big result, and a transaction of two statements. Reports the time of each query that slept, as
 * the client and as the server saw it, in microseconds.
 *
 * <p>Threading: main reads the commands.
 */
public final class PostgresTalk {

    static final int CONNECTIONS = 3;
    static final int SLEEP_MS = 211;
    static final int SLEEPING_BYTES = 1_009;
    static final int BIG_ROWS = 7_919;
    static final int BIG_ROW_BYTES = 101;

    /** The big result, two statements and a commit. */
    static final int OTHER_ROUND_TRIPS = 4;

    private static final int THREADS = 7;

    /** Every so many queries one sleeps. */
    private static final int SLEEPS_EACH = 10;

    /** What the server has waited for since it took the statement up, in its own microseconds; and a long answer to know it by. */
    private static final String SLEEPING = "select pg_sleep(" + SLEEP_MS / 1e3 + "), ?::int,"
            + " (extract(epoch from clock_timestamp() - statement_timestamp()) * 1000000)::bigint,"
            + " repeat('x', " + SLEEPING_BYTES + ")";

    private PostgresTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            // Or a connection that nobody used for half a second is tried first: a round trip more.
            System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "600000");
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(
                    "jdbc:postgresql://127.0.0.1:" + words[0] + "/postgres?sslmode=disable&gssEncMode=disable");
            config.setUsername("postgres");
            config.setMaximumPoolSize(CONNECTIONS);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                query(pool, Integer.parseInt(words[1]));
                big(pool);
                transaction(pool);
            }
        }
    }

    private static void query(HikariDataSource pool, int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            all.add(threads.submit(() -> {
                query(pool, index, index % SLEEPS_EACH == 0);
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
    }

    private static void query(HikariDataSource pool, int index, boolean sleeps) throws SQLException {
        String sql = sleeps ? SLEEPING : "select 1, ?::int";
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, index);
            long beginNs = System.nanoTime();
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                if (result.getInt(2) != index) {
                    throw new SQLException("answer of another query");
                }
                if (sleeps) {
                    Gate.report("slept", (System.nanoTime() - beginNs) / 1_000, result.getLong(3));
                }
            }
        }
    }

    private static void big(HikariDataSource pool) throws SQLException {
        String sql = "select repeat('x', " + BIG_ROW_BYTES + ") from generate_series(1, " + BIG_ROWS + ")";
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            int rows = 0;
            while (result.next()) {
                rows++;
            }
            if (rows != BIG_ROWS) {
                throw new SQLException(rows + " rows");
            }
        }
    }

    private static void transaction(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("create table counted (n int)");
            connection.createStatement().execute("insert into counted values (1)");
            connection.commit();
        }
    }
}
