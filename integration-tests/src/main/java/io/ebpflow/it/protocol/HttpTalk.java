// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ebpflow.it.app.Gate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/**
 * HTTP/1.1 with both ends in this JVM:
 *
 * <pre>
 *   SCHEME CLIENT THREADS COUNT     http or https; urlconnection or httpclient
 * </pre>
 *
 * The server reports its port, and for each request the port of its client and the bytes of both bodies. Every second request
 * is a POST, every third response is chunked.
 *
 * <p>Threading: main reads the commands; four threads serve.
 */
public final class HttpTalk {

    private static final int SERVER_THREADS = 4;
    private static final int STEP_BYTES = 7_919;
    private static final int MAX_BYTES = 100_003;

    private HttpTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            run(words[0], words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
        }
    }

    private static void run(String scheme, String client, int threads, int count) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = scheme.equals("http") ? HttpServer.create(any, 0) : HttpsServer.create(any, 0);
        if (server instanceof HttpsServer) {
            ((HttpsServer) server).setHttpsConfigurator(new HttpsConfigurator(SSLContext.getDefault()));
        }
        ExecutorService servers = Executors.newFixedThreadPool(SERVER_THREADS);
        server.setExecutor(servers);
        server.createContext("/", HttpTalk::answer);
        server.start();
        Gate.report("port", server.getAddress().getPort());
        URI uri = URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/");
        Request request = client.equals("httpclient") ? modern() : HttpTalk::classic;
        ExecutorService clients = Executors.newFixedThreadPool(threads);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            all.add(clients.submit(() -> {
                int expected = responseBytes(index);
                int got = request.send(uri.resolve("/" + index), index % 2 == 0 ? 0 : index * 97);
                if (got != expected) {
                    throw new IOException(got + " bytes instead of " + expected);
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        clients.shutdown();
        server.stop(0);
        servers.shutdown();
    }

    private static int responseBytes(int index) {
        return 1 + index * STEP_BYTES % MAX_BYTES;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        int index = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        int received = exchange.getRequestBody().readAllBytes().length;
        byte[] body = new byte[responseBytes(index)];
        Gate.report("served", exchange.getRemoteAddress().getPort(), received, body.length);
        exchange.sendResponseHeaders(200, index % 3 == 0 ? 0 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static int classic(URI uri, int bodyBytes) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        if (bodyBytes > 0) {
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(new byte[bodyBytes]);
            }
        }
        return connection.getInputStream().readAllBytes().length;
    }

    private static Request modern() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return (uri, bodyBytes) -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            if (bodyBytes > 0) {
                request.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bodyBytes]));
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body()
                    .length;
        };
    }

    /** Makes a request; answers the bytes of the response's body. */
    private interface Request {
        int send(URI uri, int bodyBytes) throws IOException, InterruptedException;
    }
}
