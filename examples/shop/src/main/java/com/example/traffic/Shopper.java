// SPDX-License-Identifier: Apache-2.0
package com.example.traffic;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at the list, then at some products, buys one, and comes back as a new visitor with a new connection.
 *
 * <p>Threading: confined to the thread that shops; the counts are shared.
 */
final class Shopper {
    private static final int PRODUCT_COUNT = 7;
    private static final int LOOKS_PER_VISIT = 4;

    /** A person pauses between clicks; short, so that a demo of seconds shows enough and stays readable. */
    private static final long PAUSE_MS = 150;

    private final ShopClient client;
    private final int number;
    private final long endNs;
    private final AtomicInteger answered;
    private final AtomicInteger failed;

    Shopper(String shop, int number, long endNs, AtomicInteger answered, AtomicInteger failed) {
        this.client = new ShopClient(shop);
        this.number = number;
        this.endNs = endNs;
        this.answered = answered;
        this.failed = failed;
    }

    void shop() {
        try {
            for (int visit = number; isOpen(); visit++) {
                visit(visit);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOpen() {
        return System.nanoTime() < endNs;
    }

    private void visit(int visit) throws InterruptedException {
        count(200, () -> client.get("/products"));
        for (int look = 0; look < LOOKS_PER_VISIT && isOpen(); look++) {
            int product = 1 + (visit + look) % PRODUCT_COUNT;
            count(200, () -> client.get("/products/" + product));
        }
        int bought = 1 + visit % (PRODUCT_COUNT - 1);
        count(201, () -> client.postAndLeave("/checkout", "product=" + bought + "&quantity=2"));
    }

    private void count(int expectedStatus, Request request) throws InterruptedException {
        try {
            int status = request.send().status();
            (status == expectedStatus ? answered : failed).incrementAndGet();
            if (status != expectedStatus) {
                System.err.println("The shop answered " + status + " instead of " + expectedStatus);
            }
        } catch (IOException e) {
            failed.incrementAndGet();
            System.err.println("The shop did not answer: " + e);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }

    /** One request to the shop. */
    private interface Request {
        ShopClient.Answer send() throws IOException, InterruptedException;
    }
}
