// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The shop's connections to its database. */
final class ConnectionPool {
    /** Fewer than the shop has request threads, as in most applications. */
    private static final int MAX_CONNECTIONS = 4;

    private static final int MIN_IDLE_CONNECTIONS = 1;
    private static final long WAIT_LIMIT_MS = 3000;

    private ConnectionPool() {}

    static HikariDataSource open(String hostAndPort) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("shop-db");
        config.setJdbcUrl("jdbc:postgresql://" + hostAndPort + "/shop");
        config.setUsername("shop");
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(MIN_IDLE_CONNECTIONS);
        config.setConnectionTimeout(WAIT_LIMIT_MS);
        return new HikariDataSource(config);
    }
}
