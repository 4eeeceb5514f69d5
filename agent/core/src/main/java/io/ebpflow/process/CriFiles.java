// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import io.ebpflow.json.Json;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What containerd and cri-o have written down of a container of Kubernetes: the labels that they have had over CRI, as
 * annotations of the file that they start it from. Only they and root may read it, and only where their files are in sight: on
 * the host. (CRI itself is gRPC: {@link RuntimeApi}.)
 *
 * <p>Threading: immutable.
 */
public final class CriFiles {
    private static final String TASK = "/io.containerd.runtime.v2.task/k8s.io/";
    private static final String BUNDLE = "/storage/overlay-containers/";
    private static final String CONFIG = "/config.json";

    private static final String[] CONTAINERD = {
        "/run/containerd" + TASK, "/run/k3s/containerd" + TASK, "/var/snap/microk8s/common/run/containerd" + TASK
    };
    private static final String[] CRI_O = {"/run/containers" + BUNDLE, "/var/lib/containers" + BUNDLE};

    /** Names a directory, so nothing else will do. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final ProcFiles files;

    CriFiles(ProcFiles files) {
        this.files = files;
    }

    /** Of this machine. */
    public static CriFiles ofSystem() {
        return new CriFiles(ProcFiles.ofSystem());
    }

    /**
     * @param known what the container's own files tell
     * @return what is known now; the same, if it is no container of CRI, or its file is not for us
     */
    public ContainerFacts describe(ContainerFacts known) {
        boolean isDocker = Runtimes.DOCKER.equals(known.runtime) || Runtimes.PODMAN.equals(known.runtime);
        if (known.id == null || isDocker || !ID.matcher(known.id).matches()) {
            return known;
        }
        for (String directory : CONTAINERD) {
            Map<?, ?> said = annotations(directory + known.id + CONFIG);
            String name = text(said, "io.kubernetes.cri.container-name");
            if (name != null) {
                return named(
                        known,
                        Runtimes.CONTAINERD,
                        name,
                        text(said, "io.kubernetes.cri.sandbox-name"),
                        text(said, "io.kubernetes.cri.sandbox-namespace"));
            }
        }
        for (String directory : CRI_O) {
            Map<?, ?> said = annotations(directory + known.id + "/userdata" + CONFIG);
            String name = text(said, "io.kubernetes.container.name");
            if (name != null) {
                return named(
                        known,
                        Runtimes.CRI_O,
                        name,
                        text(said, "io.kubernetes.pod.name"),
                        text(said, "io.kubernetes.pod.namespace"));
            }
        }
        return known;
    }

    private static ContainerFacts named(
            ContainerFacts known, String runtime, String name, String pod, String namespace) {
        return new ContainerFacts(
                known.id,
                runtime,
                name,
                pod != null ? pod : known.pod,
                namespace != null ? namespace : known.namespace);
    }

    private Map<?, ?> annotations(String path) {
        String content = files.read(path);
        if (content == null) {
            return Map.of();
        }
        try {
            Object annotations = Json.object(content).get("annotations");
            return annotations instanceof Map ? (Map<?, ?>) annotations : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of(); // being written, or cut off
        }
    }

    private static String text(Map<?, ?> of, String key) {
        Object value = of.get(key);
        return value instanceof String && !((String) value).isEmpty() ? (String) value : null;
    }
}
