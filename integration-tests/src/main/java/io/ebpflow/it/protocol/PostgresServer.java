// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.Command;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PostgreSQL of Debian's package with a database of its own, at 127.0.0.1, as an unprivileged user. It ends with
 * {@link #close()}.
 *
 * <p>Threading: confined to the test.
 */
final class PostgresServer implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";
    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private final Path programs;
    private final Path directory;
    private final int port;

    /** @param programs of {@link #install()} */
    PostgresServer(Path programs) throws IOException, InterruptedException {
        this.programs = programs;
        directory = Files.createTempDirectory("ebpflow-postgres");
        if (IS_ROOT) {
            Command.run("chown", USER, directory.toString());
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String data = directory.resolve("data").toString();
        run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C");
        String options = "-c listen_addresses=127.0.0.1 -c port=" + port + " -c fsync=off -c unix_socket_directories="
                + directory;
        run("pg_ctl", "-D", data, "-w", "-l", directory.resolve("log").toString(), "-o", options, "start");
    }

    /**
     * Where its programs are; installs the package where that is possible.
     *
     * @return null: there are none
     */
    static Path install() throws IOException, InterruptedException {
        if (find() == null && IS_ROOT && new File("/usr/bin/apt-get").canExecute()) {
            new ProcessBuilder(
                            "timeout",
                            "300",
                            "apt-get",
                            "install",
                            "-y",
                            "-qq",
                            "--no-install-recommends",
                            "postgresql")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        return find();
    }

    private static Path find() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .sorted()
                    .reduce((older, newer) -> newer)
                    .orElse(null);
        }
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if (IS_ROOT) {
            words.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        words.addAll(List.of(
                "env", "-C", directory.toString(), programs.resolve(program).toString()));
        words.addAll(List.of(arguments));
        Command.run(words.toArray(new String[0]));
    }

    int port() {
        return port;
    }

    /** Stops it and removes what it wrote. */
    @Override
    public void close() throws IOException {
        try {
            run("pg_ctl", "-D", directory.resolve("data").toString(), "-m", "immediate", "stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted((a, b) -> b.compareTo(a)).collect(Collectors.toList());
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
