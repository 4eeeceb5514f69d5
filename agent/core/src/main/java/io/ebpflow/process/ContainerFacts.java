// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

/**
 * The container that a process runs in, and its pod. What is not known is null; all of it is outside of containers.
 *
 * <p>Threading: immutable.
 */
public final class ContainerFacts {
    /** No container, or none that could be told. */
    public static final ContainerFacts NONE = new ContainerFacts(null, null, null, null, null);

    /** In full, 64 hexadecimal digits with all runtimes but Fargate's. */
    public final String id;

    /** {@code docker containerd cri-o podman}. */
    public final String runtime;

    /** As the runtime names it; in a pod as the pod does. */
    public final String name;

    /** Kubernetes' name of the pod. */
    public final String pod;

    /** Of the pod. */
    public final String namespace;

    public ContainerFacts(String id, String runtime, String name, String pod, String namespace) {
        this.id = id;
        this.runtime = runtime;
        this.name = name;
        this.pod = pod;
        this.namespace = namespace;
    }

    /** Whether something is known. */
    public boolean isKnown() {
        return id != null || runtime != null || name != null || pod != null || namespace != null;
    }
}
