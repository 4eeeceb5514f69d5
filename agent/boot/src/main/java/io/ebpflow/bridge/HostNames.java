// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Host names that connections are being opened to: what the number stands for that a hook puts into a thread's slot for the
 * time of a connect(2), and that the kernel copies into the socket when it sends the SYN. A ring: a name keeps its place until
 * {@link #CAPACITY} other connects have begun, after which its number stands for nothing. Preallocated; strings are the
 * application's.
 *
 * <p>Threading: thread-safe without locks.
 */
public final class HostNames {
    /** No name. */
    static final int NONE = 0;

    /** A name of DNS has at most 253 characters. */
    static final int MAX_LENGTH = 255;

    /**
     * Power of two. A name is asked for when the connection is there or has failed, which for a host that does not answer is two
     * minutes later: with more than 130 connects a second all that time its connect is shown without name.
     */
    private static final int CAPACITY = 1 << 14;

    private static final int MASK = CAPACITY - 1;

    /** In place of a number: a thread writes there. */
    private static final int BUSY = -1;

    /** Of all tables, as of {@link RequestTable}. */
    private static final AtomicInteger LAST = new AtomicInteger();

    private final AtomicIntegerArray ids = new AtomicIntegerArray(CAPACITY);
    private final String[] names = new String[CAPACITY];

    /**
     * A thread is about to connect.
     *
     * @param name null or empty: it has none
     * @return the number, {@link #NONE}: none, or a thread that was stopped while it wrote has the place
     */
    int begin(String name) {
        if (name == null || name.isEmpty()) {
            return NONE;
        }
        int id = LAST.incrementAndGet() & Integer.MAX_VALUE;
        int place = id & MASK;
        int former = ids.get(place);
        if (id == NONE || former == BUSY || !ids.compareAndSet(place, former, BUSY)) {
            return NONE;
        }
        names[place] = bounded(name);
        ids.set(place, id);
        return id;
    }

    /** Cut off where no name of DNS would go on: a string of the application that we keep is not of any length. */
    public static String bounded(String name) {
        return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH);
    }

    /**
     * The name, as the application wrote it, at most {@link #MAX_LENGTH} characters.
     *
     * @return null: none, or others have begun since
     */
    public String of(long number) {
        int id = (int) number;
        int place = id & MASK;
        if (id == NONE || ids.get(place) != id) {
            return null;
        }
        String name = names[place];
        return ids.get(place) == id ? name : null;
    }
}
