// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

/**
 * Where finished lines go: slow calls as warnings to a logger of their own, so that they can be shown, mailed or muted by
 * themselves.
 *
 * <p>Threading: confined to the view thread.
 */
interface LineSink extends AutoCloseable {
    /**
     * @param line without its last line break, valid during this call only
     * @param isSlow whether it tells of a slow call
     */
    void accept(CharSequence line, boolean isSlow);

    /** Nothing more comes for now: writes out what is buffered, looks after what is awaited. */
    void idle();

    @Override
    void close();
}
