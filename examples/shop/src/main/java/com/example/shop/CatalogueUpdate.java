// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Asks the supplier what has changed, and has the garbage collected while the supplier looks. That was meant well, but
 * the supplier answers within 20 ms, and a collection of a large heap takes longer: nobody reads the answer until it ends,
 * and the rest of the shop stands still. It is this JVM that is slow, though it looks like the supplier.
 *
 * <p>Threading: confined to the thread that updates.
 */
final class CatalogueUpdate {
    private static final int TIME_LIMIT_MS = 5000;

    private final Catalogue catalogue;
    private final InetSocketAddress supplier;
    private int revision;

    CatalogueUpdate(Catalogue catalogue, InetSocketAddress supplier) {
        this.catalogue = catalogue;
        this.supplier = supplier;
    }

    /** @return how many articles there are now */
    int run() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(supplier, TIME_LIMIT_MS);
            socket.setSoTimeout(TIME_LIMIT_MS);
            socket.getOutputStream().write((revision + "\n").getBytes(US_ASCII));
            System.gc();
            String changes = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
            if (changes == null) {
                throw new EOFException("the supplier closed the connection without an answer");
            }
            catalogue.apply(changes);
            revision++;
            return catalogue.size();
        }
    }
}
