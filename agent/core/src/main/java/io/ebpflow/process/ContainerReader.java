// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the container and the pod of a process in its files: its cgroup, its mounts, its environment, and what runtimes and
 * Kubernetes put into its file system. Each of them may lack; none of them is guessed.
 *
 * <p>Threading: immutable.
 */
public final class ContainerReader {
    private static final String NAMESPACE = "/secrets/kubernetes.io/serviceaccount/namespace";

    /** What kubelet writes above the hosts of a pod with a network of its own: then its host name is not the node's. */
    private static final String POD_HOSTS = "# Kubernetes-managed hosts file.\n";

    /** A host name that is this long may be the beginning of a longer name of a pod. */
    private static final int MAX_HOST_NAME = 63;

    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern PODMAN_ENTRY =
            Pattern.compile("(?m)^(?:(id)=\"([0-9a-f]{64})|(name)=\"([A-Za-z0-9_.-]+))\"$");

    private static final String[] POD_VARIABLES = {
        "POD_NAME", "K8S_POD_NAME", "KUBERNETES_POD_NAME", "MY_POD_NAME", "KUBE_POD_NAME"
    };
    private static final String[] NAMESPACE_VARIABLES = {
        "POD_NAMESPACE",
        "K8S_POD_NAMESPACE",
        "K8S_NAMESPACE",
        "KUBERNETES_NAMESPACE",
        "MY_POD_NAMESPACE",
        "KUBE_NAMESPACE"
    };
    private static final String[] CONTAINER_VARIABLES = {
        "CONTAINER_NAME", "K8S_CONTAINER_NAME", "KUBERNETES_CONTAINER_NAME"
    };

    private final ProcFiles files;
    private final UnaryOperator<String> ownEnvironment;

    /** @param ownEnvironment of this process: variables by name, null for those that are not set */
    public ContainerReader(ProcFiles files, UnaryOperator<String> ownEnvironment) {
        this.files = files;
        this.ownEnvironment = ownEnvironment;
    }

    /** Of this process. */
    public ContainerFacts self() {
        return new Process("/proc/self", "", ownEnvironment).container();
    }

    /** Of another process, as far as it may be looked at. */
    public ContainerFacts of(int pid) {
        String directory = "/proc/" + pid;
        String environment = files.read(directory + "/environ");
        String variables = environment == null ? "" : environment;
        return new Process(directory, directory + "/root", name -> variable(variables, name)).container();
    }

    private static String variable(String variables, String name) {
        for (String variable : variables.split("\0")) {
            if (variable.startsWith(name + "=")) {
                return variable.substring(name.length() + 1);
            }
        }
        return null;
    }

    /** @return the directory of the overlay that this process writes to, as its runtime knows it; null: no overlay */
    String upperDirectory() {
        return MountHints.of(files.read("/proc/self/mountinfo"), false).upperDirectory;
    }

    /**
     * A process that is looked at.
     *
     * <p>Threading: confined to one thread.
     */
    private final class Process {
        private final String root;
        private final UnaryOperator<String> environment;
        private final CgroupPaths cgroup;
        private final String namespace;
        private final boolean isKubernetes;
        private final MountHints mounts;

        Process(String directory, String root, UnaryOperator<String> environment) {
            this.root = root;
            this.environment = environment;
            cgroup = CgroupPaths.of(files.read(directory + "/cgroup"));
            namespace = namespaceFile();
            boolean isPod =
                    cgroup.isKubernetes || namespace != null || environment.apply("KUBERNETES_SERVICE_HOST") != null;
            mounts = MountHints.of(files.read(directory + "/mountinfo"), isPod);
            isKubernetes = mounts.isKubernetes;
        }

        /** Not by a link of /var/run in there: that would lead into our own file system. */
        private String namespaceFile() {
            String content = files.read(root + "/run" + NAMESPACE);
            if (content == null && root.isEmpty()) {
                content = files.read("/var/run" + NAMESPACE);
            }
            return content == null ? null : valid(content.trim());
        }

        ContainerFacts container() {
            String id = cgroup.id != null ? cgroup.id : mounts.id;
            String runtime = cgroup.runtime != null ? cgroup.runtime : mounts.runtime;
            String name = null;
            String podman = files.read(root + "/run/.containerenv");
            if (podman != null && Runtimes.PODMAN.equals(runtime)) {
                id = id == null ? entry(podman, "id") : id;
                name = id != null && id.equals(entry(podman, "id")) ? entry(podman, "name") : null;
            }
            if (!isKubernetes) {
                return new ContainerFacts(id, runtime, name, null, null);
            }
            if (mounts.podContainer != null) {
                name = mounts.podContainer;
            } else if (name == null) {
                name = variable("k8s.container.name", CONTAINER_VARIABLES);
            }
            return new ContainerFacts(id, runtime, name, pod(), namespace());
        }

        private String pod() {
            String pod = variable("k8s.pod.name", POD_VARIABLES);
            if (pod != null) {
                return pod;
            }
            String hosts = files.read(root + "/etc/hosts");
            String hostName = files.read(root + "/etc/hostname");
            if (hosts == null || hostName == null || !hosts.startsWith(POD_HOSTS)) {
                return null;
            }
            String name = hostName.trim();
            return name.length() < MAX_HOST_NAME && HOST_NAME.matcher(name).matches() ? name : null;
        }

        private String namespace() {
            return namespace != null ? namespace : variable("k8s.namespace.name", NAMESPACE_VARIABLES);
        }

        /** @param attribute in the resource attributes of OpenTelemetry, which are said on purpose */
        private String variable(String attribute, String[] names) {
            String attributes = environment.apply("OTEL_RESOURCE_ATTRIBUTES");
            for (String pair : attributes == null ? new String[0] : attributes.split(",")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).trim().equals(attribute)) {
                    return valid(pair.substring(equals + 1).trim());
                }
            }
            for (String name : names) {
                String value = environment.apply(name);
                if (value != null && valid(value) != null) {
                    return value;
                }
            }
            return null;
        }
    }

    private static String entry(String podman, String key) {
        Matcher entries = PODMAN_ENTRY.matcher(podman);
        while (entries.find()) {
            if (key.equals(entries.group(1)) || key.equals(entries.group(3))) {
                return entries.group(1) != null ? entries.group(2) : entries.group(4);
            }
        }
        return null;
    }

    private static String valid(String name) {
        return NAME.matcher(name).matches() ? name : null;
    }
}
