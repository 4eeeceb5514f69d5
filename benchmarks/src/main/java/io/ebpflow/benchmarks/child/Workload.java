// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.child;

import java.io.IOException;

/**
 * One operation that is done over and over, both ends in this JVM, on loopback.
 *
 * <p>Threading: one caller; the server's thread is its own.
 */
interface Workload {
    void once() throws IOException;
}
