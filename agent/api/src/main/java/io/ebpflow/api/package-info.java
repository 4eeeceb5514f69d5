// SPDX-License-Identifier: Apache-2.0

/**
 * What an application may say to the ebpflow agent. Without an agent in the JVM nothing here does anything, and nothing here
 * ever throws. Start with {@link io.ebpflow.api.Ebpflow}.
 */
package io.ebpflow.api;
