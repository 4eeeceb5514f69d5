// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

/**
 * What is known of this JVM's process. Read again every few seconds, because it can change: a parent that ends leaves us to
 * another one, a shell becomes the program that it runs, a service gives its privileges up once it has started.
 *
 * <p>Threading: {@link #facts} by any thread, {@link #refresh} by one, {@link #setContainer} by any.
 */
public final class OwnProcess {
    /** A refresh opens six files: 0.1 ms. */
    private static final long INTERVAL_NS = 5_000_000_000L;

    private final ProcessReader reader;
    private final int pid;
    private volatile ContainerFacts container = ContainerFacts.NONE;
    private volatile JvmFacts facts;
    private boolean isRead;
    private long readNs;

    /**
     * Nothing is read before the first refresh.
     *
     * @param pid of this JVM, as its own pid namespace numbers it
     */
    public OwnProcess(ProcFiles files, int pid) {
        this.reader = new ProcessReader(files);
        this.pid = pid;
        facts = new JvmFacts(ProcessFacts.of(pid).build(), null, ContainerFacts.NONE);
    }

    public static OwnProcess ofThis() {
        return new OwnProcess(
                ProcFiles.ofSystem(), (int) ProcessHandle.current().pid());
    }

    /** What was known at the last refresh: another object if, and only if, it was read again since. */
    public JvmFacts facts() {
        return facts;
    }

    /** What the runtime says of our container; seen with the next refresh. */
    public void setContainer(ContainerFacts newContainer) {
        container = newContainer;
    }

    /**
     * Reads again if it is time to.
     *
     * @param nowNs monotonic
     */
    public void refresh(long nowNs) {
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
