// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import io.ebpflow.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Asks Docker, or Podman, which speaks the same, for what only the runtime knows: the name of a container. Where its socket
 * can be reached, that is, which in a container it can only if somebody has mounted it.
 *
 * <p>Those of Kubernetes speak gRPC: HTTP/2 with compressed headers and protocol buffers, for a name that kubelet has written
 * into the container's files anyway.
 *
 * <p>Threading: immutable; a call waits, a few seconds at most.
 */
public final class RuntimeApi {
    private static final long LIMIT_NS = 3_000_000_000L;
    private static final String UNIX = "unix://";

    private final UnixHttp http;
    private final List<String> sockets;

    RuntimeApi(UnixHttp http, List<String> sockets) {
        this.http = http;
        this.sockets = sockets;
    }

    /**
     * @param environment variables by name, null for those that are not set
     * @param isStopping whether to give up at once
     */
    public static RuntimeApi ofSystem(UnaryOperator<String> environment, BooleanSupplier isStopping) {
        return new RuntimeApi(new UnixHttp(LIMIT_NS, isStopping), sockets(environment));
    }

    static List<String> sockets(UnaryOperator<String> environment) {
        List<String> sockets = new ArrayList<>();
        for (String variable : new String[] {"DOCKER_HOST", "CONTAINER_HOST"}) {
            String host = environment.apply(variable);
            if (host != null && host.startsWith(UNIX)) {
                sockets.add(host.substring(UNIX.length()));
            }
        }
        sockets.add("/var/run/docker.sock");
        sockets.add("/run/podman/podman.sock");
        String own = environment.apply("XDG_RUNTIME_DIR");
        if (own != null) {
            sockets.add(own + "/docker.sock");
            sockets.add(own + "/podman/podman.sock");
        }
        return sockets;
    }

    /**
     * @param known what the container's files tell
     * @param upperDirectory that its overlay writes to, by which its id is checked; null: not known
     * @return what is known now; the same, if no runtime knows more
     */
    public ContainerFacts describe(ContainerFacts known, String upperDirectory) {
        boolean isAsked = Runtimes.DOCKER.equals(known.runtime) || Runtimes.PODMAN.equals(known.runtime);
        if (known.id == null || known.runtime != null && !isAsked) {
            return known;
        }
        for (String socket : sockets) {
            try {
                HttpAnswer answer = http.get(socket, "/containers/" + known.id + "/json");
                if (answer.status == 200) {
                    return describe(known, upperDirectory, Json.object(answer.body));
                }
            } catch (IOException | IllegalArgumentException e) {
                continue; // nobody there, not for us, or somebody else
            }
        }
        return known;
    }

    private static ContainerFacts describe(ContainerFacts known, String upperDirectory, Map<String, Object> container) {
        if (!known.id.equals(container.get("Id"))) {
            return known;
        }
        String writesTo = text(object(object(container, "GraphDriver"), "Data"), "UpperDir");
        if (upperDirectory != null && writesTo != null && !("/" + writesTo).endsWith("/" + upperDirectory)) {
            // The files that named the container are those of another one, whose network it shares. Docker mounts by a
            // relative path where there are many layers.
            return new ContainerFacts(null, known.runtime, null, known.pod, known.namespace);
        }
        return facts(known, container);
    }

    /** What is known, and what the answer about this container says of its name and its pod. */
    static ContainerFacts facts(ContainerFacts known, Map<String, Object> container) {
        Map<?, ?> labels = object(object(container, "Config"), "Labels");
        String inPod = text(labels, "io.kubernetes.container.name");
        String name = inPod != null ? inPod : nameOf(container.get("Name"));
        String pod = text(labels, "io.kubernetes.pod.name");
        String namespace = text(labels, "io.kubernetes.pod.namespace");
        return new ContainerFacts(
                known.id,
                known.runtime,
                name != null ? name : known.name,
                pod != null ? pod : known.pod,
                namespace != null ? namespace : known.namespace);
    }

    /** The first socket behind which somebody answers; null: none. */
    String socket() {
        for (String socket : sockets) {
            try {
                if (http.get(socket, "/_ping").status == 200) {
                    return socket;
                }
            } catch (IOException e) {
                continue; // nobody there, not for us, or somebody else
            }
        }
        return null;
    }

    /** Containers that run. */
    List<?> list(String socket) throws IOException {
        Object all = Json.of(answer(socket, "/containers/json"));
        return all instanceof List ? (List<?>) all : List.of();
    }

    /** One of them. */
    Map<String, Object> inspect(String socket, String id) throws IOException {
        return Json.object(answer(socket, "/containers/" + id + "/json"));
    }

    private String answer(String socket, String target) throws IOException {
        HttpAnswer answer = http.get(socket, target);
        if (answer.status != 200) {
            throw new IOException(target + ": status " + answer.status);
        }
        return answer.body;
    }

    /** Its addresses in the runtime's networks, IPv6 after RFC 5952 as Go writes it. Of the host's network there are none. */
    static List<String> addresses(Map<?, ?> container) {
        List<String> addresses = new ArrayList<>();
        for (Object network :
                object(object(container, "NetworkSettings"), "Networks").values()) {
            Map<?, ?> fields = network instanceof Map ? (Map<?, ?>) network : Map.of();
            for (String key : new String[] {"IPAddress", "GlobalIPv6Address"}) {
                String address = text(fields, key);
                if (address != null) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    /** Docker's names begin with a slash. */
    private static String nameOf(Object name) {
        String text = name instanceof String ? (String) name : "";
        String bare = text.startsWith("/") ? text.substring(1) : text;
        return bare.isEmpty() ? null : bare;
    }

    private static Map<?, ?> object(Map<?, ?> of, String key) {
        Object value = of.get(key);
        return value instanceof Map ? (Map<?, ?>) value : Map.of();
    }

    private static String text(Map<?, ?> of, String key) {
        Object value = of.get(key);
        return value instanceof String && !((String) value).isEmpty() ? (String) value : null;
    }
}
