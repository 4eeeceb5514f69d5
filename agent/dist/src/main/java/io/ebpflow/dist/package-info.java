// SPDX-License-Identifier: Apache-2.0

/** Part of the build: packs {@code ebpflow.jar}. Start with {@link io.ebpflow.dist.AgentJar}. */
package io.ebpflow.dist;
