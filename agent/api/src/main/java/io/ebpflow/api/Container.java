// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

/**
 * A container that a process is in. What is not known is null.
 *
 * <p>Threading: immutable.
 */
public final class Container {
    private final FlowEvent event;
    private final String prefix;

    /** @param prefix of the keys of the JSON */
    Container(FlowEvent event, String prefix) {
        this.event = event;
        this.prefix = prefix;
    }

    /** As its runtime has it. */
    public String id() {
        return event.text(prefix + "container_id");
    }

    /** {@code docker containerd cri-o podman} .... */
    public String runtime() {
        return event.text(prefix + "container_runtime");
    }

    /** Name. */
    public String name() {
        return event.text(prefix + "container_name");
    }

    /** Pod of Kubernetes that it belongs to. */
    public String kubePod() {
        return event.text(prefix + "kube_pod");
    }

    /** Namespace of the pod. */
    public String kubeNamespace() {
        return event.text(prefix + "kube_namespace");
    }

    @Override
    public String toString() {
        return id() + " " + name();
    }
}
