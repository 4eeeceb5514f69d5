// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * The message and a line break in UTF-8, after a prefix with the level for the agent's own words. Instead of a pattern,
 * whose parser is most of what Logback needs to start.
 *
 * <p>Threading: stateless.
 */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final boolean hasPrefix;

    /** @param hasPrefix false for flows: their lines are complete */
    LineEncoder(boolean hasPrefix) {
        this.hasPrefix = hasPrefix;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = event.getMessage() + "\n";
        return (hasPrefix ? "[ebpflow] " + event.getLevel() + " " + line : line).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
