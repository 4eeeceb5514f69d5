// SPDX-License-Identifier: Apache-2.0

/**
 * What the JVM starts: finds the agent's jar and hands over to its isolated class loader.
 *
 * <p>Loaded by the system class loader, side by side with the application. JDK only; no logging, no {@code java.nio.file},
 * no lambdas. The first class to read is {@link io.ebpflow.boot.EbpflowAgent}.
 */
package io.ebpflow.boot;
