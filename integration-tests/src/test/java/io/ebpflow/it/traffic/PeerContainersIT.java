// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.NetworkNamespace;
import io.ebpflow.it.environment.FakeDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JVM of the host, and peers in a container with a network of its own, in one with the host's network, and in none. What
 * makes them containers is what the kernel knows of one: a cgroup with its id, and namespaces.
 */
class PeerContainersIT {

    private static final String DB = "1f2e3d4c5b6a79880123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String CACHE = "275d71585e03a0dfd0ac4e2fb8d7b95b3f0e9d7e4a3b52f0d1a6c5b4e3f2a190";
    private static final String OURS = "198.18.231.1";
    private static final String THEIRS = "198.18.231.2";
    private static final String KEY = "remote_container_id";

    @TempDir
    Path directory;

    private AgentJvm prepared(Jdk jdk, String name) throws Exception {
        return new AgentJvm(jdk, Files.createDirectory(directory.resolve(name)));
    }

    private ScriptedJvm peer(Jdk jdk, String name, String[] cgroup, String[] network) throws Exception {
        return new ScriptedJvm(prepared(jdk, name).withoutAgent().prefix(cgroup).prefix(network));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theOtherEndsContainerIsNamed(Jdk jdk) throws Exception {
        NetworkNamespace network = new NetworkNamespace();
        ContainerCgroup db = new ContainerCgroup(DB);
        ContainerCgroup cache = new ContainerCgroup(CACHE);
        Path socket = directory.resolve("docker.sock");
        try (FakeDocker docker = new FakeDocker(socket, DB, "shop-db-1")) {
            network.join(OURS, THEIRS);
            try (ScriptedJvm shop = new ScriptedJvm(
                            prepared(jdk, "shop").agent("snapshot=1s").prefix("env", "DOCKER_HOST=unix://" + socket));
                    ScriptedJvm inDb = peer(jdk, "db", db.prefix(), network.prefix());
                    ScriptedJvm inCache = peer(jdk, "cache", cache.prefix(), new String[0]);
                    ScriptedJvm inNone = peer(jdk, "none", new String[0], new String[0])) {
                // The one that is in none is looked for together with one that is found.
                int none = connect(shop, inNone, "none", "127.0.0.1");
                int cachePort = connect(shop, inCache, "cache", "127.0.0.1");
                Map<String, Object> toCache = finish(shop, inCache, "cache", cachePort, true);
                Map<String, Object> toDb = finish(shop, inDb, "db", connect(shop, inDb, "db", THEIRS), true);
                Map<String, Object> toNone = finish(shop, inNone, "none", none, false);

                assertThat(toCache).containsEntry(KEY, CACHE).containsEntry("remote_container_runtime", "docker");
                assertThat(toDb)
                        .containsEntry(KEY, DB)
                        .containsEntry("remote_container_runtime", "docker")
                        .containsEntry("remote_container_name", "shop-db-1");
                assertThat(toNone.keySet()).noneMatch(key -> key.startsWith("remote_container"));
                assertThat(docker.askedCount()).isPositive();
                for (ScriptedJvm jvm : List.of(shop, inDb, inCache, inNone)) {
                    jvm.jvm().finish();
                }
            }
        } finally {
            network.remove();
            db.remove();
            cache.remove();
        }
    }

    /** @return the port of our end */
    private static int connect(ScriptedJvm shop, ScriptedJvm peer, String id, String host) throws Exception {
        int port = peer.number("main listen l SOCKET " + host);
        peer.begin("main accept c l");
        int local = shop.number("main connect " + id + " SOCKET " + host + " " + port + " 30000");
        peer.ok("main join");
        return local;
    }

    /** Talks until a record says who it is, if it is to be said; answers the last one, of its end. */
    private static Map<String, Object> finish(
            ScriptedJvm shop, ScriptedJvm peer, String id, long localPort, boolean isNamed) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
        do {
            shop.ok("main send " + id + " 23");
            peer.ok("main receive c 23");
            Thread.sleep(100);
        } while (isNamed
                && System.nanoTime() < deadlineNs
                && of(shop, localPort).stream().noneMatch(event -> event.containsKey(KEY)));
        shop.ok("main close " + id);
        while (System.nanoTime() < deadlineNs) {
            for (Map<String, Object> event : of(shop, localPort)) {
                if ("close".equals(event.get("event"))) {
                    return event;
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no close of port " + localPort);
    }

    private static List<Map<String, Object>> of(ScriptedJvm shop, long localPort) {
        return shop.jvm().events().stream()
                .filter(event -> Long.valueOf(localPort).equals(event.get("local_port")))
                .collect(Collectors.toList());
    }
}
