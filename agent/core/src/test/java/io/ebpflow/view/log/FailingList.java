// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;

/** The application's appender; loaded by the application's class loader. */
public final class FailingList extends AppenderBase<ILoggingEvent> implements Appender<ILoggingEvent> {
    public final List<String> lines = new ArrayList<>();
    public final List<String> loggers = new ArrayList<>();
    public boolean failsOnce;

    @Override
    public void doAppend(ILoggingEvent event) {
        if (failsOnce) {
            failsOnce = false;
            throw new IllegalStateException("the application's appender");
        }
        loggers.add(event.getLoggerName());
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
    }

    @Override
    protected void append(ILoggingEvent event) {
        throw new AssertionError();
    }
}
