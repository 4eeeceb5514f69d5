// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What hooks saw and the kernel cannot: from many application threads to the reader thread. Bounded, preallocated and
 * without locks (Vyukov's bounded queue: a place is free when its sequence says so); a full queue drops and counts.
 *
 * <p>Threading: {@link #offer} from any thread; everything else from the reader thread alone.
 */
public final class HookQueue {
    /** accept() returned. first: remote InetAddress, second: CallPath or null, number: remote port, other: local port, long: tid, 0: not known. */
    public static final int ACCEPTED = 1;

    /** A datagram left an unconnected socket. first: InetSocketAddress of the peer, long: cookie, number: bytes, other: tid. */
    public static final int DATAGRAM_SENT = 2;

    /** A datagram was read from an unconnected socket. As {@link #DATAGRAM_SENT}. */
    public static final int DATAGRAM_RECEIVED = 3;

    /**
     * connect() failed before a SYN. first: InetAddress, number: port, second: Throwable, long: nanoseconds it took, other:
     * tid.
     */
    public static final int CONNECT_FAILED = 4;

    /**
     * A resolver was asked for a host name. first: name, second: InetAddress that its answer begins with, or Throwable; long:
     * request, number: microseconds it took, other: tid, 0: not known.
     */
    public static final int LOOKED_UP = 5;

    /**
     * A library says that requests overlap on a connection. first: local InetSocketAddress, second: the remote one; long: from
     * when on, 0: from now on.
     */
    public static final int MULTIPLEXED = 6;

    /** A library says that requests do not overlap on a connection. first, second: as {@link #MULTIPLEXED}. */
    public static final int SEQUENTIAL = 7;

    private final int mask;
    private final AtomicLongArray sequences;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final int[] kinds;
    private final long[] timesNs;
    private final long[] longs;
    private final int[] numbers;
    private final int[] others;
    private final Object[] firsts;
    private final Object[] seconds;
    private final Thread[] threads;
    private long head;

    /** @param capacity a power of two */
    public HookQueue(int capacity) {
        mask = capacity - 1;
        sequences = new AtomicLongArray(capacity);
        for (int i = 0; i < capacity; i++) {
            sequences.set(i, i);
        }
        kinds = new int[capacity];
        timesNs = new long[capacity];
        longs = new long[capacity];
        numbers = new int[capacity];
        others = new int[capacity];
        firsts = new Object[capacity];
        seconds = new Object[capacity];
        threads = new Thread[capacity];
    }

    /** Adds an entry, or drops and counts it. The meaning of the fields depends on the kind. */
    void offer(
            int kind, long timeNs, Thread thread, Object first, Object second, long cookieOrNs, int number, int other) {
        long position = tail.get();
        while (true) {
            long sequence = sequences.get((int) position & mask);
            if (sequence == position) {
                if (tail.compareAndSet(position, position + 1)) {
                    break;
                }
            } else if (sequence < position) {
                dropped.getAndIncrement();
                return;
            }
            position = tail.get();
        }
        int i = (int) position & mask;
        kinds[i] = kind;
        timesNs[i] = timeNs;
        threads[i] = thread;
        firsts[i] = first;
        seconds[i] = second;
        longs[i] = cookieOrNs;
        numbers[i] = number;
        others[i] = other;
        sequences.set(i, position + 1);
    }

    /** Position behind the newest entry that is complete; entries up to it may be read with {@link #poll}. */
    public long newest() {
        return tail.get();
    }

    /**
     * Next entry.
     *
     * @param limit from {@link #newest()}
     * @return index for the accessors, valid until {@link #release()}, or -1
     */
    public int poll(long limit) {
        int i = (int) head & mask;
        return head < limit && sequences.get(i) == head + 1 ? i : -1;
    }

    /** Gives the place of the polled entry back. */
    public void release() {
        int i = (int) head & mask;
        firsts[i] = null;
        seconds[i] = null;
        threads[i] = null;
        sequences.set(i, head + mask + 1);
        head++;
    }

    public int kind(int index) {
        return kinds[index];
    }

    public long timeNs(int index) {
        return timesNs[index];
    }

    public Thread thread(int index) {
        return threads[index];
    }

    public Object first(int index) {
        return firsts[index];
    }

    public Object second(int index) {
        return seconds[index];
    }

    public long cookieOrNs(int index) {
        return longs[index];
    }

    public int number(int index) {
        return numbers[index];
    }

    public int other(int index) {
        return others[index];
    }

    /** Entries that found no place. */
    public long droppedCount() {
        return dropped.get();
    }
}
