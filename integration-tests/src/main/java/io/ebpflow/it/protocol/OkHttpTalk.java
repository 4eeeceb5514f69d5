// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * {@code PORT PACE COUNT}: requests of HTTP/2 over one connection of OkHttp, in plain text. See {@link Pace}.
 *
 * <p>Threading: main reads the commands; the client has its own threads.
 */
public final class OkHttpTalk {

    private OkHttpTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            OkHttpClient client = new OkHttpClient.Builder()
                    .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                    .build();
            get(client, words[0], 0).get(); // the others find its connection
            Pace.run(words[1], Integer.parseInt(words[2]), index -> get(client, words[0], Pace.delayMs(index)));
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private static CompletableFuture<?> get(OkHttpClient client, String port, int delayMs) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + port + "/" + delayMs)
                .build();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onResponse(Call call, Response response) throws IOException {
                try (response) {
                    String body = response.body().string();
                    if (body.equals("after " + delayMs + " ms")) {
                        answer.complete(body);
                    } else {
                        onFailure(call, new IOException(body));
                    }
                }
            }
        });
        return answer;
    }
}
