// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.HttpServers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A peer that is called by HTTP, and answers with as many bytes as the path has.
 *
 * <p>Threading: as many threads as there are connections that ask at once.
 */
final class HttpPeer implements Closeable {
    private static final int BACKLOG = 101;
    private static final String PASSWORD = "changeit";
    private static final int LIMIT_SECONDS = 30;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;

    private HttpPeer(HttpServer server) {
        this.server = server;
        server.setExecutor(executor);
        server.createContext("/", HttpServers.echo());
        server.start();
    }

    static HttpPeer plain() throws IOException {
        return new HttpPeer(HttpServers.create(BACKLOG));
    }

    /**
     * With a certificate that is its own.
     *
     * @param directory for its file
     */
    static HttpPeer encrypted(Jdk jdk, Path directory) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys(jdk, directory.resolve("keys.p12")), PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        return new HttpPeer(HttpServers.create(BACKLOG, tls));
    }

    private static KeyStore keys(Jdk jdk, Path file) throws Exception {
        String options =
                "-genkeypair -keyalg EC -alias peer -dname CN=localhost -ext san=ip:127.0.0.1 -storetype PKCS12";
        ProcessBuilder keytool = new ProcessBuilder(jdk.program("keytool").toString());
        keytool.command().addAll(List.of(options.split(" ")));
        keytool.command().addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
        Process process = keytool.inheritIO().start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
