// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

/**
 * Where finished lines go.
 *
 * <p>Threading: confined to the view thread.
 */
interface LineSink extends AutoCloseable {
    /** @param line without line break, valid during this call only */
    void accept(CharSequence line);

    /** Nothing more comes for now: writes out what is buffered, looks after what is awaited. */
    void idle();

    @Override
    void close();
}
