// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;

/**
 * {@code CLIENT PORT PACE COUNT}: requests of HTTP/1.1 by clients whose event loops read the answers. See {@link Pace}. Those of
 * Netty, and of {@code apache-pipeline}, go over one connection, and may overlap on it; the others wait until a connection is free.
 *
 * <p>Threading: main reads the commands; the clients have their own threads.
 */
public final class Http1Talk {

    private Http1Talk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            int port = Integer.parseInt(words[1]);
            Body body = get -> Pace.run(words[2], Integer.parseInt(words[3]), i -> get.apply(Pace.delayMs(i)));
            switch (words[0]) {
                case "jdk":
                    jdk(port, body);
                    break;
                case "apache":
                    apache(port, body);
                    break;
                case "apache-pipeline":
                    apachePipeline(port, body);
                    break;
                case "jetty":
                    jetty(port, body);
                    break;
                case "netty":
                    NettyHttp1.talk(port, body);
                    break;
                default:
                    NettyHttp1.upgrade(port);
            }
        }
    }

    /** Given what makes a request with such a delay. */
    interface Body {
        void run(IntFunction<CompletableFuture<?>> get) throws Exception;
    }

    private static String uri(int port, int delayMs) {
        return "http://127.0.0.1:" + port + "/" + delayMs;
    }

    private static void jdk(int port, Body body) throws Exception {
        java.net.http.HttpClient client =
                java.net.http.HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        body.run(delayMs -> client.sendAsync(
                HttpRequest.newBuilder(URI.create(uri(port, delayMs))).build(), HttpResponse.BodyHandlers.ofString()));
    }

    private static void apache(int port, Body body) throws Exception {
        PoolingAsyncClientConnectionManager one = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(1)
                .build();
        try (CloseableHttpAsyncClient client =
                HttpAsyncClients.custom().setConnectionManager(one).build()) {
            client.start();
            body.run(delayMs -> {
                Answer answer = new Answer();
                client.execute(SimpleRequestBuilder.get(uri(port, delayMs)).build(), answer);
                return answer;
            });
        }
    }

    private static void apachePipeline(int port, Body body) throws Exception {
        try (MinimalHttpAsyncClient client = HttpAsyncClients.createMinimal()) {
            client.start();
            AsyncClientEndpoint connection =
                    client.lease(new HttpHost("127.0.0.1", port), null).get();
            body.run(delayMs -> {
                Answer answer = new Answer();
                connection.execute(
                        SimpleRequestProducer.create(
                                SimpleRequestBuilder.get(uri(port, delayMs)).build()),
                        SimpleResponseConsumer.create(),
                        answer);
                return answer;
            });
        }
    }

    private static void jetty(int port, Body body) throws Exception {
        HttpClient client = new HttpClient();
        client.setMaxConnectionsPerDestination(1);
        client.start();
        body.run(delayMs -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            client.newRequest(uri(port, delayMs)).send(new BufferingResponseListener() {
                @Override
                public void onComplete(Result result) {
                    if (result.isFailed()) {
                        answer.completeExceptionally(result.getFailure());
                    } else {
                        answer.complete(null);
                    }
                }
            });
            return answer;
        });
        client.stop();
    }

    /**
     * Of Apache's clients.
     *
     * <p>Threading: thread-safe.
     */
    private static final class Answer extends CompletableFuture<String> implements FutureCallback<SimpleHttpResponse> {
        @Override
        public void completed(SimpleHttpResponse response) {
            complete(response.getBodyText());
        }

        @Override
        public void failed(Exception failure) {
            completeExceptionally(failure);
        }

        @Override
        public void cancelled() {
            cancel(false);
        }
    }
}
