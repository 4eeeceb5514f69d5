// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A server whose requests call a peer with {@code java.net.http.HttpClient}:
 *
 * <pre>
 *   serve URL      its port; the peer is at URL, which has no path
 * </pre>
 *
 * {@code /rN} asks the peer for a path of N + 1 characters, and answers with what it says: by {@code send} if N is even, by {@code sendAsync} and something that
 * depends on it if it is odd. {@code /twice/rN} does so again in what depends on it.
 *
 * <p>Threading: main reads the commands.
 */
public final class WebCalls {

    /** {@code /r0} is the first. */
    public static final int ROUTES = 101;

    /** As many connections to the peer, at the most. */
    public static final int REQUEST_THREADS = 32;

    private final HttpClient client;
    private final ExecutorService threads = Executors.newFixedThreadPool(REQUEST_THREADS);
    private final String peer;
    private HttpServer server;

    private WebCalls(String peer) throws Exception {
        this.peer = peer;
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new Trusting()}, null);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    public static void main(String[] args) throws Exception {
        WebCalls app = null;
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            app = new WebCalls(command.split(" ")[1]);
            Gate.report(app.serve());
        }
        app.server.stop(0);
        app.threads.shutdown();
    }

    private int serve() throws IOException {
        server = HttpServers.create(REQUEST_THREADS);
        for (int i = 0; i < ROUTES; i++) {
            int route = i;
            server.createContext("/r" + i, exchange -> handle(exchange, route, 1));
            server.createContext("/twice/r" + i, exchange -> handle(exchange, route, 2));
        }
        server.setExecutor(threads);
        server.start();
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange, int route, int calls) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(peer + "/" + "a".repeat(route)))
                .build();
        try {
            HttpResponse<byte[]> answer = calls == 1 && route % 2 == 0
                    ? client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    : client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                            .thenCompose(first -> calls == 1
                                    ? CompletableFuture.completedFuture(first)
                                    : client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()))
                            .get();
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (Exception e) {
            throw new IOException(e);
        }
        exchange.close();
    }

    /**
     * The peer's certificate is its own.
     *
     * <p>Threading: stateless.
     */
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
