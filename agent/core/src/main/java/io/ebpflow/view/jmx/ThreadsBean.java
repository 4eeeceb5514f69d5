// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.attribution.ThreadRow;
import java.util.Date;
import javax.management.openmbean.SimpleType;

/**
 * {@code type=Threads}: which kernel thread is which Java thread.
 *
 * <p>Threading: stateless.
 */
final class ThreadsBean {
    private ThreadsBean() {}

    static OpenBean of(JmxSource source) {
        Table<ThreadRow> threads = new Table<ThreadRow>("Threads", "Platform threads that are known")
                .number("ThreadId", "Java thread id", row -> row.threadId)
                .number("Tid", "Kernel thread id; empty: not known", row -> row.tid == 0 ? -1 : row.tid)
                .text("Name", "Java thread name", row -> row.name)
                .bool("Daemon", "Whether it is a daemon thread", row -> row.daemon)
                .add(
                        "LastUse",
                        "When it last used a flow; empty: never, or not known",
                        SimpleType.DATE,
                        row -> row.lastUseEpochMs == 0 ? null : new Date(row.lastUseEpochMs))
                .keyedBy("ThreadId");
        return new OpenBean("Platform threads that the agent can name")
                .attribute(
                        "Threads",
                        "Live platform threads that are known",
                        threads.type(),
                        () -> threads.of(source.threads()))
                .attribute("ThreadCount", "How many there are", SimpleType.LONG, () ->
                        (long) source.threads().size());
    }
}
