// SPDX-License-Identifier: Apache-2.0
package com.example.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** HTTP/1.1 to the shop over kept-alive connections. Threading: thread-safe. */
final class ShopClient {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    static {
        // Read once by the JDK's client, which else forbids the header that says goodbye to a kept-alive connection.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
    }

    private final String baseUrl;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIME_LIMIT)
            .build();

    ShopClient(String hostAndPort) {
        this.baseUrl = "http://" + hostAndPort;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** The last request on its connection. */
    Answer postAndLeave(String path, String form) throws IOException, InterruptedException {
        return send(request(path)
                .header("Connection", "close")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(TIME_LIMIT);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** Status and text. Threading: immutable. */
    static final class Answer {
        private final int status;
        private final String body;

        Answer(int status, String body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        String body() {
            return body;
        }
    }
}
