// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * How long something took, since the start and over the last minute. Packed: what is alike takes next to no memory.
 *
 * <p>The minute slides in steps of ten seconds, so it is the last 50 to 60 seconds.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class Distribution {
    /** One percent: three digits would cost eight times the memory for a number nobody reads to the third digit. */
    private static final int SIGNIFICANT_DIGITS = 2;

    private static final int SLOTS = 6;
    private static final long SLOT_NS = 10_000_000_000L;

    /** Nobody has asked for the minute at a time before this. */
    private static final long NEVER = Long.MIN_VALUE;

    private final Histogram total = new PackedHistogram(SIGNIFICANT_DIGITS);
    private final Histogram[] slots = new Histogram[SLOTS];
    private final Histogram minute = new PackedHistogram(SIGNIFICANT_DIGITS);
    private long slotNumber = NEVER;
    private long minuteSlot = NEVER;
    private long minuteTotal = -1;

    /**
     * Adds a value.
     *
     * @param us microseconds; below 0 is 0
     * @param nowNs monotonic
     */
    public void record(long us, long nowNs) {
        advance(nowNs);
        long value = Math.max(0, us);
        int slot = (int) Math.floorMod(slotNumber, (long) SLOTS);
        if (slots[slot] == null) {
            slots[slot] = new PackedHistogram(SIGNIFICANT_DIGITS);
        }
        slots[slot].recordValue(value);
        total.recordValue(value);
    }

    private void advance(long nowNs) {
        long now = Math.floorDiv(nowNs, SLOT_NS);
        long first = slotNumber == NEVER ? now : Math.max(slotNumber + 1, now - SLOTS + 1);
        for (long number = first; number <= now; number++) {
            Histogram slot = slots[(int) Math.floorMod(number, (long) SLOTS)];
            if (slot != null) {
                slot.reset();
            }
        }
        slotNumber = Math.max(slotNumber, now);
    }

    /** Since the start or the last reset; not to be changed. */
    public Histogram total() {
        return total;
    }

    /** The last minute; valid until the next call, not to be changed. */
    public Histogram minute(long nowNs) {
        advance(nowNs);
        if (minuteSlot != slotNumber || minuteTotal != total.getTotalCount()) {
            minuteSlot = slotNumber;
            minuteTotal = total.getTotalCount();
            minute.reset();
            for (Histogram slot : slots) {
                if (slot != null && slot.getTotalCount() != 0) {
                    minute.add(slot);
                }
            }
        }
        return minute;
    }

    /** Forgets everything. */
    public void reset() {
        total.reset();
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = null;
        }
        minuteTotal = -1;
    }
}
