// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view;

import io.ebpflow.flow.FlowEvent;
import java.util.Map;

/**
 * Where flows are shown: a log, a terminal, an exporter. A new one is a class and a line in {@code Pipeline}.
 *
 * <p>Threading: called by the view thread alone, one event after the other. What a view throws is counted and logged
 * once by its caller, and the other views go on.
 */
public interface FlowView extends AutoCloseable {
    /**
     * @param event valid during this call only
     */
    void onEvent(FlowEvent event);

    /** Nothing more comes for now: buffered output may be written out. */
    default void onIdle() {}

    /** What it counts about itself, for JMX, by name. Called by any thread. */
    default Map<String, Long> counters() {
        return Map.of();
    }

    /** Events that it wanted to show and could not: told as lost, under {@link #lostName}. Called by any thread. */
    default long lostCount() {
        return 0;
    }

    /** What {@link #lostCount} is called; null: nothing is lost here. */
    default String lostName() {
        return null;
    }

    /** Writes out what is buffered. Called once, at uninstall and at the end of the JVM, limited to 500 ms. */
    @Override
    void close();
}
