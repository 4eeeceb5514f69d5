// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.util.function.UnaryOperator;

/**
 * What is known of this JVM's process. Read again every few seconds, because it can change: a parent that ends leaves us to
 * another one, a shell becomes the program that it runs, a service gives its privileges up once it has started.
 *
 * <p>Threading: {@link #facts} by any thread, {@link #refresh} and {@link #askRuntime} by one each.
 */
public final class OwnProcess {
    /** A refresh opens six files: 0.1 ms. */
    private static final long INTERVAL_NS = 5_000_000_000L;

    private final ProcessReader reader;
    private final ContainerReader containers;
    private final RuntimeApi runtime;
    private final int pid;
    private volatile ContainerFacts container = ContainerFacts.NONE;
    private volatile JvmFacts facts;
    private volatile boolean isStopping;
    private boolean isRead;
    private long readNs;

    /**
     * Nothing is read before the first refresh.
     *
     * @param pid of this JVM, as its own pid namespace numbers it
     * @param containers null: not wanted
     */
    OwnProcess(ProcFiles files, int pid, ContainerReader containers, UnaryOperator<String> environment) {
        this.reader = new ProcessReader(files);
        this.containers = containers;
        this.pid = pid;
        runtime = RuntimeApi.ofSystem(environment, () -> isStopping);
        facts = new JvmFacts(ProcessFacts.of(pid).build(), null, ContainerFacts.NONE);
    }

    /** @param isContainerWanted whether its container is looked for as well */
    public static OwnProcess ofThis(boolean isContainerWanted) {
        ProcFiles files = ProcFiles.ofSystem();
        return new OwnProcess(
                files,
                (int) ProcessHandle.current().pid(),
                isContainerWanted ? new ContainerReader(files, System::getenv) : null,
                System::getenv);
    }

    /**
     * Asks the container's runtime, if it can be reached, for what the container's files do not tell. Waits, some seconds at
     * most; to be called once, after the first refresh. What is found is seen with the next one.
     */
    public void askRuntime() {
        if (containers != null) {
            container = runtime.describe(container, containers.upperDirectory());
        }
    }

    /** Ends a question that waits. */
    public void close() {
        isStopping = true;
    }

    /** Whether {@link #close} was called. */
    public boolean isStopping() {
        return isStopping;
    }

    /** What was known at the last refresh: another object if, and only if, it was read again since. */
    public JvmFacts facts() {
        return facts;
    }

    /**
     * Reads again if it is time to.
     *
     * @param nowNs monotonic
     */
    public void refresh(long nowNs) {
        if (!isRead && containers != null) {
            container = containers.self();
        }
        if (!isRead || nowNs - readNs >= INTERVAL_NS || facts.container != container) {
            isRead = true;
            readNs = nowNs;
            facts = read();
        }
    }

    private JvmFacts read() {
        ContainerFacts newest = container;
        ProcessFacts self = reader.self(pid);
        ProcessFacts parent = self.parentPid == ProcessFacts.UNKNOWN ? null : reader.other(self.parentPid);
        return new JvmFacts(self, parent, newest);
    }
}
