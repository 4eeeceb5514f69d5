// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * {@code logging=own}: lines go to the agent's own Logback.
 *
 * <p>Threading: confined to the view thread.
 */
final class OwnSink implements LineSink {
    private final OwnLogback logback;

    OwnSink(OwnLogback logback) {
        this.logback = logback;
    }

    @Override
    public void accept(CharSequence line, boolean isSlow) {
        if (isSlow) {
            logback.slow(line.toString());
        } else {
            logback.flow(line.toString());
        }
    }

    @Override
    public void idle() {
        try {
            logback.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Logback itself outlives this view: the agent's last words come after it. */
    @Override
    public void close() {
        idle();
    }
}
