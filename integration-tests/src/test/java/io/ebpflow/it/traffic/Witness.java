// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a thread of the workload has seen itself, from the line it reported.
 *
 * <p>Threading: immutable.
 */
final class Witness {

    final String thread;
    final long threadId;
    final long tid;
    final int localPort;
    final long startNs;
    final long endNs;

    private Witness(String line) {
        String[] words = line.split("\t");
        thread = words[0];
        threadId = Long.parseLong(words[1]);
        tid = Long.parseLong(words[2]);
        localPort = Integer.parseInt(words[3]);
        startNs = Long.parseLong(words[4]);
        endNs = Long.parseLong(words[5]);
    }

    /** By name of the thread. */
    static Map<String, Witness> ofLines(List<String> lines) {
        return lines.stream().map(Witness::new).collect(Collectors.toMap(witness -> witness.thread, Function.identity()));
    }

    long durationNs() {
        return endNs - startNs;
    }

    /** The one in the middle. */
    static <T> long median(List<T> list, ToLongFunction<T> value) {
        return list.stream().mapToLong(value).sorted().skip(list.size() / 2).findFirst().orElseThrow();
    }
}
