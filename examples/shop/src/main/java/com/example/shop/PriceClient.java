// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks the price service over HTTP; the JDK keeps the connections alive. Threading: thread-safe. */
public final class PriceClient {
    private static final int TIME_LIMIT_MS = 2000;

    private final String hostAndPort;

    public PriceClient(String hostAndPort) {
        this.hostAndPort = hostAndPort;
    }

    public int priceCents(int productId) throws IOException {
        URI uri = URI.create("http://" + hostAndPort + "/prices/" + productId);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIME_LIMIT_MS);
        connection.setReadTimeout(TIME_LIMIT_MS);
        try (InputStream body = connection.getInputStream()) {
            return Integer.parseInt(new String(body.readAllBytes(), US_ASCII));
        }
    }
}
