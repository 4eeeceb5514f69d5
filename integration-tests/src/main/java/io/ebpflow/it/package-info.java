// SPDX-License-Identifier: Apache-2.0

/**
 * What integration tests share: finding JDKs, running JVMs, and in {@code app} the applications that run under the agent.
 * The tests themselves are in src/test.
 */
package io.ebpflow.it;
