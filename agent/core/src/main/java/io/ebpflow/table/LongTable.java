// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.table;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Hash table from a long to an object, open addressing with linear probing, at most half full: what HashMap would do, but
 * without a boxed key per look-up on the event path.
 *
 * <p>Threading: confined to its owner.
 *
 * @param <V> what is stored
 */
public final class LongTable<V> {
    private long[] keys;
    private Object[] values;
    private int size;

    /** @param initialCapacity places before the first growth, a power of two */
    public LongTable(int initialCapacity) {
        keys = new long[initialCapacity];
        values = new Object[initialCapacity];
    }

    public int size() {
        return size;
    }

    /** The value of a key, or null. */
    @SuppressWarnings("unchecked")
    public V get(long key) {
        return (V) values[indexOf(key)];
    }

    /** Stores a value, in place of the key's former one. */
    public void put(long key, V value) {
        int index = indexOf(key);
        if (values[index] == null && ++size > keys.length / 2) {
            grow();
            index = indexOf(key);
        }
        keys[index] = key;
        values[index] = value;
    }

    /** Takes a key out; returns its value, or null. */
    @SuppressWarnings("unchecked")
    public V remove(long key) {
        int index = indexOf(key);
        Object removed = values[index];
        if (removed != null) {
            size--;
            closeGap(index);
        }
        return (V) removed;
    }

    /** Takes everything out. */
    public void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    /** Every value, in no order. The table must not change meanwhile. */
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<? super V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    /** Place of the first value at or behind an index, around the end if need be. The table must not be empty. */
    public int nextIndex(int index) {
        int next = index & keys.length - 1;
        while (values[next] == null) {
            next = next + 1 & keys.length - 1;
        }
        return next;
    }

    /** Value at a place that {@link #nextIndex} returned. */
    @SuppressWarnings("unchecked")
    public V valueAt(int index) {
        return (V) values[index];
    }

    /** Place of the key, or the free place where it belongs. */
    private int indexOf(long key) {
        int index = home(key);
        while (values[index] != null && keys[index] != key) {
            index = index + 1 & keys.length - 1;
        }
        return index;
    }

    /** Moves back what was placed behind the gap because its own place was taken (Knuth 6.4, algorithm R). */
    private void closeGap(int gap) {
        values[gap] = null;
        int index = gap;
        while (true) {
            index = index + 1 & keys.length - 1;
            if (values[index] == null) {
                return;
            }
            int home = home(keys[index]);
            boolean mayStay = gap <= index ? gap < home && home <= index : gap < home || home <= index;
            if (!mayStay) {
                keys[gap] = keys[index];
                values[gap] = values[index];
                values[index] = null;
                gap = index;
            }
        }
    }

    private int home(long key) {
        long hash = key * 0x9E3779B97F4A7C15L; // Fibonacci hashing: cookies and thread ids are consecutive
        return (int) (hash >>> 32) & keys.length - 1;
    }

    private void grow() {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int index = indexOf(oldKeys[i]);
                keys[index] = oldKeys[i];
                values[index] = oldValues[i];
            }
        }
    }
}
