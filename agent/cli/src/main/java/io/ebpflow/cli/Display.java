// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.IOException;

/**
 * What a {@link WatchRun} shows events with.
 *
 * <p>Threading: confined to the main thread; {@link #end} is for any.
 */
interface Display {
    /** What to ask the agent for: {@code text} (with JSON) or {@code json} alone. */
    String format();

    /** Names of events joined by {@code +}, or {@code all}. */
    String events();

    /**
     * Options of the agent, each with a comma before it.
     *
     * @param isOurs it is started for us; one that is there keeps its own
     */
    String options(boolean isOurs);

    /** Flows are seen from here on. */
    default void begin() throws IOException {}

    /** @param record JSON, and text behind a unit separator unless JSON is all that is wanted */
    void print(String record) throws IOException;

    /** Shows what there is; called after each packet, and several times a second without any. */
    void flush() throws IOException;

    /** What is no event. */
    void say(String line);

    /** @param count of events so far that the agent had to drop, since this is read too slowly */
    void lost(String count);

    /** Whether it has shown all it was to show. */
    default boolean isDone() {
        return false;
    }

    /** Nothing more is shown, but {@link #say} still works; more than once has no effect. */
    default void end() {}
}
