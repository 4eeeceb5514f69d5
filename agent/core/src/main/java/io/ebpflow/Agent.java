// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.attribution.NativeThreads;
import io.ebpflow.bridge.Bridge;
import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.SocketCalls;
import io.ebpflow.bridge.Tasks;
import io.ebpflow.bridge.Traces;
import io.ebpflow.config.Config;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.AgentLog;
import io.ebpflow.health.DistinctErrors;
import io.ebpflow.instrumentation.HookInstaller;
import io.ebpflow.instrumentation.Hooks;
import io.ebpflow.kernel.Attachment;
import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.process.OwnProcess;
import io.ebpflow.record.RecordLayout;
import io.ebpflow.view.FlowView;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent while it runs: two threads, the hooks, and the order in which they come and go.
 *
 * <p>Threading: {@link #start} and {@link #installHooks} by the starting thread, {@link #stop} by any thread, once.
 */
final class Agent {
    /** Shortest sleep of the reader: the ring absorbs far more than 5 ms. */
    private static final long MIN_SLEEP_NS = 5_000_000;

    private static final long MAX_SLEEP_NS = 20_000_000;
    private static final long VIEW_SLEEP_NS = 10_000_000;

    /** The application's exit waits no longer than this for us. */
    private static final long STOP_MS = 500;

    private final Attachment attachment;
    private final Pipeline pipeline;
    private final Mailbox mailbox = new Mailbox();
    private final List<FlowView> views;
    private final AgentLog log;
    private final Instrumentation instrumentation;
    private final HookInstaller hooks;
    private final String[] traceKeys;
    private final boolean canNameThreads;
    private final Thread reader = new EbpflowThread("reader", this::read);
    private final Thread viewer = new EbpflowThread("view", this::view);
    private volatile boolean isStopping;
    private boolean isReleased;
    private boolean isClosed;
    private volatile boolean isReaderDone;
    private final DistinctErrors viewFailures;

    /**
     * @param nativeThreads null if this JVM does not tell the tid of a thread: no hooks then
     * @throws IOException if a map cannot be mapped
     */
    Agent(
            Attachment attachment,
            NativeThreads nativeThreads,
            Pauses pauses,
            OwnProcess process,
            Config config,
            List<FlowView> views,
            AgentLog log,
            Instrumentation instrumentation)
            throws IOException {
        this.attachment = attachment;
        this.views = views;
        this.log = log;
        this.instrumentation = instrumentation;
        viewFailures = new DistinctErrors(log);
        pipeline = new Pipeline(attachment, nativeThreads, pauses, process, config, log);
        pipeline.losses().add(views);
        hooks = new HookInstaller(instrumentation, Hooks.all(config.methods()));
        traceKeys = config.traceKeys().toArray(new String[0]);
        canNameThreads = nativeThreads != null;
        EbpflowThread.markWith(this::markAsOurs);
    }

    /** Starts to read. From here on flows are seen. */
    void start() {
        reader.start();
        viewer.start();
    }

    /** Lets the application's threads say who they are. Takes a while, in the background; the kernel sees all meanwhile. */
    void installHooks() {
        if (!canNameThreads) {
            log.warn("this JVM is not HotSpot as we know it: threads are named by their kernel name, accept() and the"
                    + " peers of unconnected UDP sockets are not seen");
            return;
        }
        try {
            Bridge.open(pipeline.slots(), pipeline.hooks());
            Requests.open(pipeline.slots(), pipeline.requests());
            Traces.open(pipeline.slots(), pipeline.requests(), traceKeys);
            Tasks.open(pipeline.slots());
            Traces.warmUp();
            Requests.warmUp();
            SocketCalls.warmUp();
            Tasks.warmUp();
            Bridge.warmUp(InetAddress.getByAddress(new byte[] {0, 0, 0, 0}));
            pipeline.tracker().countRequestsBehind(pipeline.requests().newest());
        } catch (Throwable e) {
            closeHooks();
            log.warn("hooks are off, threads of short life are named by their kernel name: " + e);
            return;
        }
        hooks.install().forEach(log::warn);
        ApiConnector.connect(instrumentation, log);
    }

    private static void closeHooks() {
        Bridge.close();
        Requests.close();
        Tasks.close();
        Traces.close();
    }

    /** The reader's loop. */
    private void read() {
        long sleepNs = MIN_SLEEP_NS;
        try {
            while (!isStopping) {
                int done = pipeline.runOnce() + mailbox.run();
                sleepNs = done > 0 ? MIN_SLEEP_NS : Math.min(sleepNs * 2, MAX_SLEEP_NS);
                LockSupport.parkNanos(sleepNs);
            }
            pipeline.finish();
            mailbox.run();
        } catch (Throwable e) { // the application goes on; we do not, with half a picture
            log.error("flows are not seen any more, an error of ebpflow itself: " + e + " at " + firstFrame(e));
            closeHooks();
        } finally {
            pipeline.close();
            isReaderDone = true;
        }
    }

    private static Object firstFrame(Throwable e) {
        return e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?";
    }

    /** The view thread's loop. */
    private void view() {
        while (true) {
            boolean isLast = isReaderDone;
            FlowEvent event = pipeline.events().peek();
            if (event == null) {
                for (FlowView view : views) {
                    guard(view, view::onIdle);
                }
                if (isLast) {
                    return;
                }
                for (String problem = hooks.nextProblem(); problem != null; problem = hooks.nextProblem()) {
                    log.warn(problem);
                }
                LockSupport.parkNanos(VIEW_SLEEP_NS);
                continue;
            }
            for (int i = 0; i < views.size(); i++) {
                FlowView view = views.get(i);
                try {
                    view.onEvent(event);
                } catch (Throwable e) { // one view's failure is not the others'
                    viewFailures.report(view.getClass().getSimpleName(), e);
                }
            }
            pipeline.events().release();
        }
    }

    private void guard(FlowView view, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            viewFailures.report(view.getClass().getSimpleName(), e);
        }
    }

    /** What this thread does is invisible to the kernel programs from here on. */
    private void markAsOurs() {
        Thread self = Thread.currentThread();
        pipeline.slots().register(self, self.getId(), LibC.gettid(), RecordLayout.SLOT_AGENT);
    }

    /** Leaves the JVM as it was: hooks out, programs detached, everything seen so far shown. */
    void stop() {
        closeHooks();
        hooks.uninstall();
        flush();
        attachment.close();
        letGo();
    }

    /**
     * After {@link #stop}, for as long as a thread of ours may take to show the last of what it has seen. By one thread.
     *
     * @param limitMs of each
     */
    void awaitEnd(long limitMs) {
        join(limitMs);
        letGo();
    }

    /** What nobody uses any more. */
    private synchronized void letGo() {
        if (!isReleased && !reader.isAlive()) {
            isReleased = true;
            attachment.release();
        }
        if (!isClosed && !viewer.isAlive()) {
            isClosed = true;
            closeViews();
        }
    }

    /** After {@link #flush} has succeeded. */
    void closeViews() {
        for (FlowView view : views) {
            guard(view, view::close);
        }
    }

    /**
     * Shows what was seen.
     *
     * @return false if a view is stuck, on a pipe that nobody reads for example: it must not be waited for
     */
    boolean flush() {
        isStopping = true;
        LockSupport.unpark(reader);
        LockSupport.unpark(viewer);
        join(STOP_MS);
        return !viewer.isAlive();
    }

    private void join(long limitMs) {
        try {
            reader.join(limitMs);
            viewer.join(limitMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Attachment attachment() {
        return attachment;
    }

    /** What views count about themselves. */
    void countViews(Map<String, Long> counters) {
        views.forEach(view -> counters.putAll(view.counters()));
    }

    /** How often a view threw. */
    long viewFailureCount() {
        return viewFailures.total();
    }
}
