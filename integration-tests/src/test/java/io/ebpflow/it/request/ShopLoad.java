// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.server.Shop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests to a {@link Shop}, each of which has to be answered as it should be. Each makes the shop call its peer with so many
 * bytes that tell it from all others; the patterns of the requests are answered by these sizes.
 *
 * <p>Threading: stateless.
 */
final class ShopLoad {

    private static final int CLIENTS = 12;
    private static final int LIMIT_SECONDS = 60;

    /** Of the calls that are made one after the other; each call of a test has a size of its own. */
    private static final int FIRST_BYTES = 2_003;

    private ShopLoad() {}

    /** All on one connection, so that what one leaves behind is found with the next. */
    static Map<Long, String> oneAfterTheOther(int port) throws Exception {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("/shop/exact?card=4711", "GET /shop/exact");
        names.put("/shop/complete/17", "GET /shop/complete/*");
        names.put("/shop/orders/17?card=4711", "GET /shop/orders/*");
        names.put("/shop/dispatch/17", "GET /shop/dispatch/*");
        names.put("/shop/x/report.do", "GET /shop/*.do");
        names.put("/shop/timeout/17", "GET /shop/timeout/*");
        names.put("/shop/x/17", "GET /shop/");
        names.put("/shop/forward", "GET /shop/forward");
        names.put("/shop/sho%70;v=1", "GET /shop/");
        names.put("/shop/fail", "GET /shop/fail"); // the last: some servers close the connection then
        Map<Long, String> right = new HashMap<>();
        try (Browser browser = new Browser(port)) {
            for (Map.Entry<String, String> name : names.entrySet()) {
                int bytes = FIRST_BYTES + right.size();
                assertThat(browser.get(name.getKey(), bytes))
                        .isEqualTo(name.getKey().equals("/shop/fail") ? 500 : 200);
                right.put((long) bytes, name.getValue());
            }
        }
        return right;
    }

    /** Asynchronous ones and others in turn, on connections that are used again. */
    static Map<Long, String> manyAtOnce(int port, int requests) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<FutureTask<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            FutureTask<Void> client = new FutureTask<>(() -> {
                askOn(port, next, requests);
                return null;
            });
            clients.add(client);
            new Thread(client, "client").start();
        }
        for (FutureTask<Void> client : clients) {
            client.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        Map<Long, String> right = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            right.put(i + 1L, "GET /shop" + pattern(i));
        }
        return right;
    }

    private static void askOn(int port, AtomicInteger next, int requests) throws IOException {
        try (Browser browser = new Browser(port)) {
            for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                assertThat(browser.get("/shop" + pattern(i).replace("*", "" + i), i + 1))
                        .isEqualTo(200);
            }
        }
    }

    private static String pattern(int i) {
        switch (i % 3) {
            case 0:
                return "/dispatch/*";
            case 1:
                return "/complete/*";
            default:
                return "/r" + i % Shop.ROUTES + "/*";
        }
    }
}
