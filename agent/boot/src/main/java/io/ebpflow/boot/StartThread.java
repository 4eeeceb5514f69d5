// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The thread {@code ebpflow-start}: loads the agent proper and starts it while the application goes on.
 *
 * <p>Threading: a daemon that ends when the agent runs. {@link #awaitAttached} is for the thread that started it.
 */
final class StartThread extends Thread {

    /** In agent/core: defines the bridge and the native module, then calls {@code io.ebpflow.AgentRuntime}. */
    private static final String ENTRY = "io.ebpflow.loading.AgentEntry";

    private final Instrumentation instrumentation;
    private final String arguments;
    private final boolean isLive;
    private final CountDownLatch attached = new CountDownLatch(1);

    StartThread(Instrumentation instrumentation, String arguments, boolean isLive) {
        // Nothing inherited from whoever happens to start us: no thread locals, no group that may be destroyed.
        super(topGroup(), null, "ebpflow-start", 0, false);
        this.instrumentation = instrumentation;
        this.arguments = arguments;
        this.isLive = isLive;
        setDaemon(true);
        setContextClassLoader(null);
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    @Override
    public void run() {
        try {
            File jar = OwnJar.file();
            startCore(isolated(jar), jar);
        } catch (InvocationTargetException e) {
            fail(e.getCause());
        } catch (Throwable t) {
            fail(t);
        }
    }

    private void fail(Throwable cause) {
        EbpflowAgent.sayNotStarted(cause);
        attached.countDown();
    }

    private void startCore(ClassLoader loader, File jar) throws ReflectiveOperationException {
        Class.forName(ENTRY, true, loader)
                .getMethod(
                        "start",
                        Instrumentation.class,
                        String.class,
                        File.class,
                        boolean.class,
                        Runnable.class,
                        AtomicReference.class)
                .invoke(null, instrumentation, arguments, jar, isLive, new Attached(attached), EbpflowAgent.COMMANDS);
    }

    private static ClassLoader isolated(File jar) throws StartFailure {
        try {
            return new IsolatedClassLoader(jar, ENTRY);
        } catch (IOException e) {
            throw new StartFailure(
                    jar + " is not the ebpflow agent jar (" + e.getMessage()
                            + "); use -javaagent:/path/to/ebpflow.jar, not a copy inside another jar",
                    e);
        }
    }

    /**
     * Waits until flows are seen, the start has failed, or the time is over.
     *
     * @param waitMs at most this long, in milliseconds; 0 returns at once
     */
    void awaitAttached(long waitMs) {
        if (waitMs <= 0) {
            return;
        }
        try {
            attached.await(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Given to the agent proper, which runs it when flows are seen.
     *
     * <p>Threading: thread-safe.
     */
    private static final class Attached implements Runnable {

        private final CountDownLatch latch;

        Attached(CountDownLatch latch) {
            this.latch = latch;
        }

        @Override
        public void run() {
            latch.countDown();
        }
    }
}
