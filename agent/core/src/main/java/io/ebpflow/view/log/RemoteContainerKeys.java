// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.process.ContainerFacts;

/**
 * The keys about the container of the other end, in their order.
 *
 * <p>Threading: stateless.
 */
final class RemoteContainerKeys {
    /**
     * Takes each; a value that is null is not known.
     *
     * <p>Threading: as its caller.
     */
    interface Taker {
        void take(String key, String value);
    }

    private RemoteContainerKeys() {}

    /** @param container null: nothing is known */
    static void tell(ContainerFacts container, Taker taker) {
        if (container == null) {
            return;
        }
        taker.take("remote_container_id", container.id);
        taker.take("remote_container_runtime", container.runtime);
        taker.take("remote_container_name", container.name);
        taker.take("remote_kube_pod", container.pod);
        taker.take("remote_kube_namespace", container.namespace);
    }
}
