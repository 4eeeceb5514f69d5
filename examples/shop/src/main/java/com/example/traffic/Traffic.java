// SPDX-License-Identifier: Apache-2.0
package com.example.traffic;

import com.example.wiring.Service;
import com.example.wiring.ServiceAddresses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Shoppers that visit the shop for some seconds, then the shop's summary of its flows and of what was slow. */
public final class Traffic {
    private static final int SHOPPERS = 3;
    private static final int DEFAULT_SECONDS = 8;

    /** The agent sets itself up beside the application, in about a second. */
    private static final long AGENT_START_LIMIT_MS = 15_000;

    private static final long POLL_MS = 100;
    private static final String SUMMARY = "/flows-summary";
    private static final String SLOW_CALLS = "/slow-calls";

    private Traffic() {}

    /**
     * Exits with 1 when a request failed, the shop has no summary, or an expected slow call is missing.
     *
     * @param args the file with all addresses; if not {@value #DEFAULT_SECONDS}, the number of seconds; then what the agent
     *     is expected to say of slow calls, like {@code POSTGRES=network}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        ServiceAddresses addresses = ServiceAddresses.load(Path.of(args[0]));
        String shop = addresses.hostAndPort(Service.SHOP);
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_SECONDS;
        ShopClient client = new ShopClient(shop);
        if (!awaitAgent(client)) {
            System.out.print(client.get(SUMMARY).body());
            System.exit(1);
        }
        boolean isWellServed = visit(shop, seconds);
        ShopClient.Answer summary = client.get(SUMMARY);
        System.out.print(summary.body());
        boolean isDiagnosed = true;
        List<String> slowCalls = client.get(SLOW_CALLS).body().lines().collect(Collectors.toList());
        for (int i = 2; i < args.length; i++) {
            isDiagnosed &= isDiagnosed(addresses, args[i].split("=")[0], args[i].split("=")[1], slowCalls);
        }
        System.exit(isWellServed && isDiagnosed && summary.status() == 200 ? 0 : 1);
    }

    private static boolean isDiagnosed(
            ServiceAddresses addresses, String name, String verdict, List<String> slowCalls) {
        String remote = ServiceAddresses.toText(addresses.socketAddress(Service.valueOf(name)));
        boolean isThere = slowCalls.contains(remote + " " + verdict);
        System.out.println((isThere ? "Found" : "MISSING") + ": slow calls to " + remote + ", verdict " + verdict);
        return isThere;
    }

    private static boolean awaitAgent(ShopClient client) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AGENT_START_LIMIT_MS);
        while (client.get(SUMMARY).status() != 200) {
            if (System.nanoTime() > endNs) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }

    /** @return whether every request got the answer it should get */
    private static boolean visit(String shop, int seconds) throws InterruptedException {
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> shoppers = new ArrayList<>();
        for (int number = 1; number <= SHOPPERS; number++) {
            Shopper shopper = new Shopper(shop, number, endNs, answered, failed);
            shoppers.add(new Thread(shopper::shop, "shopper-" + number));
        }
        for (Thread shopper : shoppers) {
            shopper.start();
        }
        for (Thread shopper : shoppers) {
            shopper.join();
        }
        System.out.printf(
                "%n%d requests in %d s, %d of them failed.%n%n", answered.get() + failed.get(), seconds, failed.get());
        return answered.get() > 0 && failed.get() == 0;
    }
}
