// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.bridge.CallPath;

/**
 * A thread as it was when it did something.
 *
 * <p>Threading: confined to its owner.
 */
public final class Attributed {
    public int tid;

    /** Java id of the logical thread, 0: not a known Java thread. */
    public long threadId;

    /** Null: nobody. */
    public String threadName;

    public boolean virtual;
    public Confidence confidence = Confidence.UNKNOWN;

    /** What it was working for. */
    public final RequestName request = new RequestName();

    /** By which code path it came there; null: not known. */
    public CallPath path;

    public void set(Attributed other) {
        tid = other.tid;
        threadId = other.threadId;
        threadName = other.threadName;
        virtual = other.virtual;
        confidence = other.confidence;
        request.set(other.request);
        path = other.path;
    }

    public void clear() {
        tid = 0;
        threadId = 0;
        threadName = null;
        virtual = false;
        confidence = Confidence.UNKNOWN;
        request.clear();
        path = null;
    }
}
