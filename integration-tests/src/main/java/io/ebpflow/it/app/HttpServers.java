// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

/**
 * Servers of the JDK on loopback. That of JDK 17 sends an answer's head and body apart, and the body would wait 40 ms for the
 * client's delayed acknowledgement of the head.
 *
 * <p>Threading: stateless.
 */
public final class HttpServers {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // read once, with the first server
    }

    private HttpServers() {}

    /** One that is not started yet. */
    public static HttpServer create(int backlog) throws IOException {
        return HttpServer.create(new InetSocketAddress("127.0.0.1", 0), backlog);
    }

    /** As {@link #create}, with TLS. */
    public static HttpServer create(int backlog, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), backlog);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    /** Answers with as many bytes as the path has. */
    public static HttpHandler echo() {
        return exchange -> {
            byte[] answer = new byte[exchange.getRequestURI().getPath().length()];
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        };
    }
}
