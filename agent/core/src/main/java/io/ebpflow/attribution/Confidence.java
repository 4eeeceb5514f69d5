// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

/**
 * How sure an attribution is. Wrong data is worse than none, so there is no "probably".
 *
 * <p>Threading: immutable.
 */
public enum Confidence {
    /** The kernel stamped the logical Java thread at the event. */
    EXACT("exact"),
    /** The context travelled to this thread with its task. */
    INHERITED("inherited"),
    /** Only the kernel thread is known: one without a slot, or the carrier of a virtual thread. */
    THREAD("thread"),
    /** Nobody was recorded: an event of the network alone, on a flow that no thread has used yet. */
    UNKNOWN("unknown");

    private final String jsonName;

    Confidence(String jsonName) {
        this.jsonName = jsonName;
    }

    /** Value of the JSON key {@code confidence}. */
    public String jsonName() {
        return jsonName;
    }
}
