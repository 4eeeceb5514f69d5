// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import java.util.Objects;

/**
 * Names what a thread is doing, where no server does it for us:
 *
 * <pre>{@code
 * try (RequestScope scope = Ebpflow.job("nightly-import")) {
 *     importOrders(); // connections used here are shown with "context": "nightly-import"
 * }
 * }</pre>
 *
 * <p>And tells it of the flows of this JVM, where a log or JMX will not do: {@link #subscribe}.
 *
 * <p>The agent may be there from the start, be attached later, or never: a scope has a name if it was opened while the agent
 * was at work. Without it a call costs a few nanoseconds and allocates nothing; with it, one small object. No call throws,
 * but for null to {@link #subscribe}.
 *
 * <p>Names are shown and counted by. Give kinds of work, {@code "reindex"}, not instances of it, {@code "reindex 4711"}: one
 * name each for many is as good as none. Of more than 200 characters the first 200 are shown; characters that control a
 * terminal are shown escaped.
 *
 * <p>Threading: thread-safe. A scope belongs to the thread that opened it, platform or virtual.
 */
public final class Ebpflow {
    private Ebpflow() {}

    /**
     * Begins a request: whatever this thread sends and receives from now on is done for it, until the scope is closed. Within
     * another request, of a server or a scope, it takes that one's place until then.
     *
     * @param name of the kind of work; null or empty: no request is begun
     * @return to be closed by the thread that called; never null
     */
    public static RequestScope request(String name) {
        return RequestScope.open(false, name);
    }

    /**
     * As {@link #request}, for work on a schedule: shown as {@code "context_kind": "job"} instead of {@code "custom"}.
     *
     * @param name of the job; null or empty: no request is begun
     * @return to be closed by the thread that called; never null
     */
    public static RequestScope job(String name) {
        return RequestScope.open(true, name);
    }

    /**
     * Has a listener told of what happens to the flows of this JVM, in a thread of the agent: see {@link Subscription}. Up to
     * 4 096 events wait for a listener that is busy; what is more is dropped and counted. A listener that never returns harms
     * itself alone.
     *
     * @param filter which events
     * @param listener not null
     * @return to be closed; without an agent it waits for one
     */
    public static Subscription subscribe(FlowFilter filter, FlowListener listener) {
        return Subscription.open(
                Objects.requireNonNull(filter, "filter"), Objects.requireNonNull(listener, "listener"));
    }
}
