// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/** Requests as hooks begin them. */
public final class BegunRequests {
    private BegunRequests() {}

    /** @return its id */
    public static long begin(RequestTable table, int kind, String method, String prefix, String route) {
        return table.begin(kind, method, prefix, route);
    }

    /** Its trace becomes known. */
    public static void trace(RequestTable table, long id, String trace) {
        table.trace(id, trace);
    }

    /** A framework has chosen its route. */
    public static void route(RequestTable table, long id, String route) {
        table.route(id, route);
    }

    /** Virtual threads whose requests found no place. */
    public static void overfill(SlotTable slots, int count) {
        long home = 0x9E3779B97F4A7C15L >>> 48;
        int found = 0;
        for (long id = 1; found < 32 + count; id++) {
            if (id * 0x9E3779B97F4A7C15L >>> 48 == home) {
                slots.virtualRequests().set(id, 7);
                found++;
            }
        }
    }
}
