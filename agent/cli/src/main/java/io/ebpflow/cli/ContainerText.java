// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.process.ContainerFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * A container in words.
 *
 * <p>Threading: stateless.
 */
final class ContainerText {
    /** As runtimes shorten ids themselves, and take them. */
    private static final int ID_CHARS = 12;

    private ContainerText() {}

    /** Null: not known. */
    static String shortId(ContainerFacts container) {
        String id = container.id;
        return id == null || id.length() <= ID_CHARS ? id : id.substring(0, ID_CHARS);
    }

    /** For a column: name or id, of a pod {@code namespace/pod/name}; empty: none. */
    static String brief(ContainerFacts container) {
        String name = container.name != null ? container.name : shortId(container);
        if (container.pod == null) {
            return name != null ? name : container.runtime != null ? container.runtime : "";
        }
        return (container.namespace == null ? "" : container.namespace + "/")
                + container.pod
                + (name == null ? "" : "/" + name);
    }

    /** {@code docker 275d71585e03 shop-web-1}; empty: none. */
    static String full(ContainerFacts container) {
        List<String> words = new ArrayList<>();
        add(words, "", container.runtime);
        add(words, "", shortId(container));
        add(words, "", container.name);
        add(words, "pod ", container.pod);
        add(words, "namespace ", container.namespace);
        return String.join(" ", words);
    }

    /** What runs a program in it, as far as that can be told. */
    static String execCommand(ContainerFacts container) {
        String id = shortId(container);
        if (container.pod != null) {
            return "kubectl exec " + (container.namespace == null ? "" : "-n " + container.namespace + " ")
                    + container.pod + (container.name == null ? "" : " -c " + container.name) + " --";
        }
        boolean isPodman = "podman".equals(container.runtime);
        return (isPodman ? "podman exec" : "docker exec") + (id == null ? "" : " " + id);
    }

    private static void add(List<String> words, String prefix, String value) {
        if (value != null) {
            words.add(prefix + value);
        }
    }
}
