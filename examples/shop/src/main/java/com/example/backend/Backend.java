// SPDX-License-Identifier: Apache-2.0
package com.example.backend;

import com.example.backend.postgres.Database;
import com.example.backend.postgres.PostgresServer;
import com.example.wiring.Lifetime;
import com.example.wiring.Loopback;
import com.example.wiring.Service;
import com.example.wiring.ServiceAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All that the shop depends on, in one JVM: a database, prices over HTTP, quotes over UDP, names over DNS, a
 * supplier, and a service that breaks its connections. Runs until it is killed.
 */
public final class Backend {
    /** The host that the shop asks the DNS responder for; .test is reserved by RFC 2606 and never a real name. */
    private static final String PAYMENTS_HOST = "payments.shop.test";

    private Backend() {}

    /** @param args the file to write the addresses to */
    public static void main(String[] args) throws IOException {
        Lifetime.limitTo(Duration.ofMinutes(10));
        InetAddress localhost = InetAddress.getByName("localhost");
        PostgresServer postgres = PostgresServer.start(localhost, new Database());
        PriceService prices = PriceService.start(Loopback.IPV6_IF_PRESENT);
        DnsResponder dns = DnsResponder.start(
                Loopback.IPV4, Map.of(PAYMENTS_HOST, List.of(Loopback.IPV4, InetAddress.getByName("::1"))));
        QuoteService quotesIpv4 = QuoteService.start(Loopback.IPV4);
        QuoteService quotesIpv6 = QuoteService.start(Loopback.IPV6_IF_PRESENT);
        ResettingService resetting = ResettingService.start(Loopback.IPV4);
        SupplierService supplier = SupplierService.start(Loopback.IPV4);
        new ServiceAddresses()
                .with(Service.POSTGRES, "localhost:" + postgres.address().getPort())
                .with(Service.PRICES, prices.address())
                .with(Service.DNS, dns.address())
                .with(Service.QUOTES_IPV4, quotesIpv4.address())
                .with(Service.QUOTES_IPV6, quotesIpv6.address())
                .with(Service.RESETTING, resetting.address())
                .with(Service.SUPPLIER, supplier.address())
                .store(Path.of(args[0]));
    }
}
