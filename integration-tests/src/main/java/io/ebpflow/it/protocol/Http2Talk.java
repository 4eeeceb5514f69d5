// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/**
 * {@code PORT PACE COUNT}: requests of HTTP/2 over one connection, in plain text. See {@link Pace}.
 *
 * <p>Threading: main reads the commands; the client has its own threads.
 */
public final class Http2Talk {

    private Http2Talk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            // The first one upgrades the connection, or each of the others would open its own.
            get(client, words[0], 0).get();
            Pace.run(words[1], Integer.parseInt(words[2]), index -> get(client, words[0], Pace.delayMs(index)));
        }
    }

    private static CompletableFuture<?> get(HttpClient client, String port, int delayMs) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + delayMs))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(response -> {
            if (response.version() != HttpClient.Version.HTTP_2
                    || !response.body().equals("after " + delayMs + " ms")) {
                throw new IllegalStateException(response.body(), new IOException(response.toString()));
            }
            return response;
        });
    }
}
