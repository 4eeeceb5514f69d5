// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;

/**
 * The keys about this JVM's process and its container, in their order.
 *
 * <p>Threading: stateless.
 */
final class ProcessKeys {
    /**
     * Takes what is known.
     *
     * <p>Threading: as its caller.
     */
    interface Taker {
        /** @param value a String or an Integer */
        void take(String key, Object value);
    }

    private ProcessKeys() {}

    static void tell(JvmFacts facts, Taker taker) {
        ProcessFacts process = facts.process;
        text(taker, "exe", process.exe);
        number(taker, "uid", process.uid);
        text(taker, "user", process.user);
        number(taker, "gid", process.gid);
        text(taker, "group", process.group);
        number(taker, "parent_pid", process.parentPid);
        text(taker, "parent_exe", facts.parent == null ? null : facts.parent.exe);
        ContainerFacts container = facts.container;
        text(taker, "container_id", container.id);
        text(taker, "container_runtime", container.runtime);
        text(taker, "container_name", container.name);
        text(taker, "kube_pod", container.pod);
        text(taker, "kube_namespace", container.namespace);
    }

    private static void text(Taker taker, String key, String value) {
        if (value != null) {
            taker.take(key, value);
        }
    }

    private static void number(Taker taker, String key, int value) {
        if (value != ProcessFacts.UNKNOWN) {
            taker.take(key, value);
        }
    }
}
