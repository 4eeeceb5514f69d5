// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import java.util.Map;

/**
 * Takes records to somewhere.
 *
 * <p>Threading: called by the view thread; the counts by any.
 */
interface RecordSink extends AutoCloseable {
    /** The view thread runs. */
    default void start() {}

    /** Never waits. */
    void offer(byte[] record);

    /** Records that were dropped. */
    default long lostCount() {
        return 0;
    }

    /** By name, for JMX. */
    default Map<String, Long> counters() {
        return Map.of();
    }

    /** Sends what waits, for a short while. */
    @Override
    default void close() {}
}
