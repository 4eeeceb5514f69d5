// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

/** Pauses that a test makes up. */
public final class KnownPauses {
    private KnownPauses() {}

    /** The JVM was stopped once. */
    public static Pauses one(long startNs, long endNs) {
        Pauses pauses = new Pauses((nowNs, ring) -> ring.recordOne(startNs, endNs, endNs - startNs));
        pauses.poll(endNs);
        return pauses;
    }
}
