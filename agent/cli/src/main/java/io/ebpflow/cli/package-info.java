// SPDX-License-Identifier: Apache-2.0

/**
 * {@code java -jar ebpflow.jar}: lists JVMs, watches one, takes an agent out, says what a machine can do.
 *
 * <p>Runs in a JVM of its own, never in the application's. Read {@link io.ebpflow.cli.Ebpflow} first, then {@link
 * io.ebpflow.cli.WatchRun}.
 */
package io.ebpflow.cli;
