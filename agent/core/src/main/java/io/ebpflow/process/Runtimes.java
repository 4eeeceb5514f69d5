// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

/**
 * Names of container runtimes, as users see them.
 *
 * <p>Threading: immutable.
 */
final class Runtimes {
    static final String DOCKER = "docker";
    static final String CONTAINERD = "containerd";
    static final String CRI_O = "cri-o";
    static final String PODMAN = "podman";

    private Runtimes() {}
}
