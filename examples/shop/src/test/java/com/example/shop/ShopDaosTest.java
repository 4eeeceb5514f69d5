// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.backend.postgres.Database;
import com.example.backend.postgres.PostgresServer;
import com.example.wiring.Loopback;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shop's data access through its real pool and driver. */
@Timeout(20)
class ShopDaosTest {
    private PostgresServer server;
    private HikariDataSource pool;

    @BeforeEach
    void start() throws IOException {
        server = PostgresServer.start(Loopback.IPV4, new Database());
        pool = ConnectionPool.open("127.0.0.1:" + server.address().getPort());
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
        server.close();
    }

    @Test
    void findsProducts() throws Exception {
        ProductDao products = new ProductDao(pool);
        assertThat(products.findAll()).hasSize(7);
        assertThat(products.findById(4)).map(Product::name).hasValue("Cup and saucer");
        assertThat(products.findById(8)).isEmpty();
    }

    @Test
    void sellsNoMoreThanThereIs() throws Exception {
        OrderDao orders = new OrderDao(pool);
        assertThat(orders.place(2, 99_999, 1)).hasValue(1);
        assertThat(orders.place(2, 2, 1)).isEmpty();
        assertThat(orders.place(2, 1, 1)).hasValue(2);
        assertThat(new ProductDao(pool).findById(2)).map(Product::stock).hasValue(0);
    }

    @Test
    void losesNoPieceWhenManyBuyAtOnce() throws Exception {
        OrderDao orders = new OrderDao(pool);
        ExecutorService buyers = Executors.newFixedThreadPool(7);
        try {
            List<Future<Long>> placed = new ArrayList<>();
            for (int i = 0; i < 211; i++) {
                placed.add(buyers.submit(() -> orders.place(3, 3, 1).getAsLong()));
            }
            Set<Long> orderIds = new TreeSet<>();
            for (Future<Long> order : placed) {
                orderIds.add(order.get());
            }
            assertThat(orderIds).hasSize(211);
            assertThat(new ProductDao(pool).findById(3)).map(Product::stock).hasValue(100_000 - 3 * 211);
        } finally {
            buyers.shutdownNow();
        }
    }
}
