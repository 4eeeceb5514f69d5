// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A question as {@link io.ebpflow.it.app.Asker} saw it. Times are those of the clock that all JVMs of a host share.
 *
 * <p>Threading: immutable.
 */
final class Asked {

    final long startNs;
    final long thereNs;
    final long readNs;
    final long endNs;
    final long collectedMs;
    final long sentNs;

    private Asked(String line) {
        String[] words = line.split("\t");
        startNs = Long.parseLong(words[0]);
        thereNs = Long.parseLong(words[1]);
        readNs = Long.parseLong(words[2]);
        endNs = Long.parseLong(words[3]);
        collectedMs = Long.parseLong(words[4]);
        sentNs = Long.parseLong(words[5]);
    }

    /** One per line. */
    static List<Asked> of(List<String> lines) {
        return lines.stream().map(Asked::new).collect(Collectors.toList());
    }

    /** One time of each. */
    static List<Long> times(List<Asked> asked, ToLongFunction<Asked> time) {
        return asked.stream().map(time::applyAsLong).collect(Collectors.toList());
    }

    long totalNs() {
        return endNs - startNs;
    }

    /** The answer was there, and nobody read it. */
    long ignoredNs() {
        return readNs - thereNs;
    }
}
