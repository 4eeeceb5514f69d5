// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

/**
 * Bytes and datagrams in both directions.
 *
 * <p>Threading: confined to its owner.
 */
final class DatagramCounts {
    long bytesSent;
    long bytesReceived;
    long datagramsSent;
    long datagramsReceived;

    void add(boolean isSent, int bytes) {
        if (isSent) {
            bytesSent += bytes;
            datagramsSent++;
        } else {
            bytesReceived += bytes;
            datagramsReceived++;
        }
    }
}
