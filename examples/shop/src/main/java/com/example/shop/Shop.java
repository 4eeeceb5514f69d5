// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import com.example.shop.web.WebServer;
import com.example.wiring.Lifetime;
import com.example.wiring.Service;
import com.example.wiring.ServiceAddresses;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * A small web shop: Tomcat in front, a connection pool to PostgreSQL and an HTTP client to the price service behind.
 * An ordinary application, without a word about the agent that watches it.
 */
public final class Shop {
    private static final Logger LOG = LoggerFactory.getLogger(Shop.class);

    private Shop() {}

    /** @param args the file with the backend's addresses, and the file to write all addresses to once ready */
    public static void main(String[] args) throws Exception {
        Lifetime.limitTo(Duration.ofMinutes(10));
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();

        ServiceAddresses backend = ServiceAddresses.load(Path.of(args[0]));
        HikariDataSource database = ConnectionPool.open(backend.hostAndPort(Service.POSTGRES));
        WebServer web = WebServer.start(
                new ProductDao(database),
                new OrderDao(database),
                new PriceClient(backend.hostAndPort(Service.PRICES)),
                new DnsClient(backend.socketAddress(Service.DNS)));
        BackgroundWork work = BackgroundWork.start(backend);

        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(web, work, database), "shop-shutdown"));
        backend.with(Service.SHOP, web.address()).store(Path.of(args[1]));
        LOG.info("The shop is open at http://{}/products", backend.hostAndPort(Service.SHOP));
    }

    private static void close(AutoCloseable... parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("Closing {} failed", part, e);
            }
        }
    }
}
