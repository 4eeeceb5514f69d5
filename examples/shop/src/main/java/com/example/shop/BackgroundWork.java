// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import com.example.wiring.Service;
import com.example.wiring.ServiceAddresses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the shop does beside answering requests, each on a thread of its own. Threading: thread-safe. */
final class BackgroundWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
    private static final long TICK_MS = 1000;
    private static final long MISHAP_PAUSE_MS = 2000;

    /** At night, elsewhere. */
    private static final long UPDATE_PAUSE_MS = 3000;

    /** A full collection of them takes about 0.3 s on a slow machine, and more than 0.1 s on one twice as fast. */
    private static final int ARTICLE_COUNT = 1_500_000;

    private final List<ScheduledExecutorService> threads = new ArrayList<>();
    private final StockTicker stocks;
    private final CurrencyTicker currencies;

    private BackgroundWork(ServiceAddresses backend) throws IOException {
        stocks = new StockTicker(backend.socketAddress(Service.QUOTES_IPV4));
        currencies = new CurrencyTicker(backend.socketAddress(Service.QUOTES_IPV6));
    }

    static BackgroundWork start(ServiceAddresses backend) throws IOException {
        BackgroundWork work = new BackgroundWork(backend);
        Mishaps mishaps = new Mishaps(backend.socketAddress(Service.RESETTING));
        CatalogueUpdate update =
                new CatalogueUpdate(Catalogue.of(ARTICLE_COUNT), backend.socketAddress(Service.SUPPLIER));
        work.repeat("catalogue-update", UPDATE_PAUSE_MS, () -> LOG.info("{} articles", update.run()));
        work.repeat("stock-ticker", TICK_MS, () -> LOG.info("Quote: {}", work.stocks.ask("ACME")));
        work.repeat("currency-ticker", TICK_MS, () -> LOG.info("Rate: {}", work.currencies.ask("EURUSD")));
        work.repeat("mishap-refused", MISHAP_PAUSE_MS, mishaps::connectToClosedPort);
        work.repeat("mishap-reset", MISHAP_PAUSE_MS, mishaps::talkToResettingPeer);
        return work;
    }

    private void repeat(String threadName, long pauseMs, NetworkTask task) {
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, threadName));
        threads.add(thread);
        thread.scheduleWithFixedDelay(() -> runLogged(task), pauseMs, pauseMs, TimeUnit.MILLISECONDS);
    }

    private static void runLogged(NetworkTask task) {
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Background work failed", e);
        }
    }

    @Override
    public void close() throws IOException {
        threads.forEach(ScheduledExecutorService::shutdownNow);
        stocks.close();
        currencies.close();
    }

    /** A task that may fail as networks do. */
    private interface NetworkTask {
        void run() throws IOException;
    }
}
