// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.concurrent.FutureCallback;

/**
 * {@code PORT PACE COUNT}: requests of HTTP/2 over one connection of Apache HttpClient 5, in plain text. See {@link Pace}.
 *
 * <p>Threading: main reads the commands; the client has its own threads.
 */
public final class ApacheTalk {

    private ApacheTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            try (CloseableHttpAsyncClient client = HttpAsyncClients.createHttp2Default()) {
                client.start();
                get(client, words[0], 0).get(); // the others find its connection
                Pace.run(words[1], Integer.parseInt(words[2]), index -> get(client, words[0], Pace.delayMs(index)));
            }
        }
    }

    private static CompletableFuture<?> get(CloseableHttpAsyncClient client, String port, int delayMs) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        SimpleHttpRequest request = SimpleRequestBuilder.get("http://127.0.0.1:" + port + "/" + delayMs)
                .build();
        client.execute(request, new FutureCallback<SimpleHttpResponse>() {
            @Override
            public void completed(SimpleHttpResponse response) {
                answer.complete(response.getBodyText());
            }

            @Override
            public void failed(Exception failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void cancelled() {
                answer.cancel(false);
            }
        });
        return answer;
    }
}
