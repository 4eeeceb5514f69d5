// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

/**
 * A request from {@link Ebpflow#request} or {@link Ebpflow#job} until {@link #close}.
 *
 * <p>The agent weaves itself into {@code current}, {@code begin} and {@code end}; here they do nothing.
 *
 * <p>Threading: belongs to the thread that opened it. {@link #close} from another one does nothing.
 */
public final class RequestScope implements AutoCloseable {
    /** There is no agent, or it has no place for this thread. */
    private static final long OFF = -1;

    private static final RequestScope NOTHING = new RequestScope(null, OFF, OFF);

    /** Null: there is nothing to end, or it has been. */
    private Thread owner;

    private final long id;
    private final long previous;

    private RequestScope(Thread owner, long id, long previous) {
        this.owner = owner;
        this.id = id;
        this.previous = previous;
    }

    static RequestScope open(boolean isJob, String name) {
        if (name == null || name.isEmpty()) {
            return NOTHING;
        }
        long previous = current();
        if (previous == OFF) {
            return NOTHING;
        }
        long id = begin(isJob, name);
        return id == OFF ? NOTHING : new RequestScope(Thread.currentThread(), id, previous);
    }

    /**
     * Ends the request; the thread goes back to the one before. Does nothing the second time, in another thread than the one
     * that opened it, and if the thread serves something else by now. Of scopes closed in another order than
     * the reverse of their opening, the last to be closed leaves the thread without a request, rather than with one that
     * has ended.
     */
    @Override
    public void close() {
        // One that is no longer null can only be changed by the thread that compares it with itself.
        if (owner == Thread.currentThread()) {
            owner = null;
            end(id, previous);
        }
    }

    /** The agent: the request of this thread. */
    private static long current() {
        return OFF;
    }

    /** The agent: a new one. */
    private static long begin(boolean isJob, String name) {
        return OFF;
    }

    /** The agent: back to the previous one, if this one is still this thread's. */
    private static void end(long id, long previous) {}
}
