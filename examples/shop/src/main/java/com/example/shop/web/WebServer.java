// SPDX-License-Identifier: Apache-2.0
package com.example.shop.web;

import com.example.shop.DnsClient;
import com.example.shop.OrderDao;
import com.example.shop.PriceClient;
import com.example.shop.ProductDao;
import com.example.wiring.Loopback;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat inside the application, on a free port of 127.0.0.1. Threading: thread-safe. */
public final class WebServer implements AutoCloseable {
    private final Tomcat tomcat;
    private final Path workDirectory;

    private WebServer(Tomcat tomcat, Path workDirectory) {
        this.tomcat = tomcat;
        this.workDirectory = workDirectory;
    }

    public static WebServer start(ProductDao products, OrderDao orders, PriceClient prices, DnsClient dns)
            throws IOException, LifecycleException {
        Path workDirectory = Files.createTempDirectory("shop-tomcat-");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(workDirectory.toString());
        tomcat.setPort(0);
        Connector connector = tomcat.getConnector();
        connector.setProperty("address", Loopback.IPV4.getHostAddress());

        Context context = tomcat.addContext("", null);
        serve(context, "/products/*", new ProductsServlet(products, prices));
        serve(context, "/checkout", new CheckoutServlet(orders, prices, dns));
        serve(context, "/flows-summary", new FlowsSummaryServlet());
        serve(context, "/slow-calls", new SlowCallsServlet());
        tomcat.start();
        return new WebServer(tomcat, workDirectory);
    }

    private static void serve(Context context, String pattern, HttpServlet servlet) {
        String name = servlet.getClass().getSimpleName();
        Tomcat.addServlet(context, name, servlet);
        context.addServletMappingDecoded(pattern, name);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(Loopback.IPV4, tomcat.getConnector().getLocalPort());
    }

    @Override
    public void close() throws LifecycleException, IOException {
        tomcat.stop();
        tomcat.destroy();
        deleteRecursively(workDirectory);
    }

    private static void deleteRecursively(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.delete(path);
            }
        }
    }
}
