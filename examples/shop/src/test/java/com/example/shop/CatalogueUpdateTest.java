// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.backend.SupplierService;
import com.example.wiring.Loopback;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CatalogueUpdateTest {
    @Test
    void addsAndReplacesWhatTheSupplierNames() throws Exception {
        Catalogue catalogue = Catalogue.of(23);
        try (SupplierService supplier = SupplierService.start(Loopback.IPV4)) {
            CatalogueUpdate update = new CatalogueUpdate(catalogue, supplier.address());
            assertThat(update.run()).isEqualTo(26);
            assertThat(update.run()).isEqualTo(29);
        }
        assertThat(catalogue.priceCents("NEW-0-0")).isEqualTo(999);
        assertThat(catalogue.priceCents("NEW-1-2")).isEqualTo(1199);
        catalogue.apply("NEW-1-2=7");
        assertThat(catalogue.priceCents("NEW-1-2")).isEqualTo(7);
        assertThat(catalogue.size()).isEqualTo(29);
    }

    @Test
    void failsWithoutAnAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, Loopback.IPV4)) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> answerNothing(silent));
            CatalogueUpdate update =
                    new CatalogueUpdate(Catalogue.of(1), new InetSocketAddress(Loopback.IPV4, silent.getLocalPort()));
            assertThatThrownBy(update::run).isInstanceOf(EOFException.class);
            closed.get();
        }
    }

    private static void answerNothing(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getInputStream().readNBytes("0\n".length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
