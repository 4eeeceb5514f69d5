// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.EventFilter;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.view.FlowView;

/**
 * Shows flows as lines: those that the option {@code flows} asks for, in the format and place that the options name.
 *
 * <p>Threading: confined to the view thread.
 */
final class LogView implements FlowView {
    private static final int LINE_CHARS = 512;

    /** A thread can have a name of any length; its memory is not kept for ever. */
    private static final int MAX_KEPT_CHARS = 64 * 1_024;

    private final EventFilter filter;
    private final LineFormat format;
    private final LineSink sink;
    private StringBuilder line = new StringBuilder(LINE_CHARS);

    LogView(EventFilter filter, LineFormat format, LineSink sink) {
        this.filter = filter;
        this.format = format;
        this.sink = sink;
    }

    @Override
    public void onEvent(FlowEvent event) {
        if (!filter.passes(event)) {
            return;
        }
        if (line.capacity() > MAX_KEPT_CHARS) {
            line = new StringBuilder(LINE_CHARS);
        }
        line.setLength(0);
        format.append(line, event);
        if (line.length() > 0) {
            sink.accept(line, event.type == EventType.SLOW);
        }
    }

    @Override
    public void onIdle() {
        sink.idle();
    }

    @Override
    public void close() {
        sink.close();
    }
}
