// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a thread of the workload has seen itself, from the line it reported.
 *
 * <p>Threading: immutable.
 */
final class Witness {

    final String thread;
    final long threadId;
    final boolean isVirtual;
    final long tid;
    final long port;
    final long startNs;
    final long endNs;

    private Witness(String line) {
        String[] words = line.split("\t");
        thread = words[0];
        threadId = Long.parseLong(words[1]);
        isVirtual = Boolean.parseBoolean(words[2]);
        tid = Long.parseLong(words[3]);
        port = Long.parseLong(words[4]);
        startNs = Long.parseLong(words[5]);
        endNs = Long.parseLong(words[6]);
    }

    /** By the port that tells its connection from the others. */
    static Map<Long, Witness> byPort(List<String> lines) {
        return lines.stream().map(Witness::new).collect(Collectors.toMap(witness -> witness.port, Function.identity()));
    }

    /** The number at the end of the thread's name. */
    int index() {
        return Integer.parseInt(thread.substring(thread.length() - 2));
    }

    long durationNs() {
        return endNs - startNs;
    }

    /** The event names this thread. A virtual thread may run on another kernel thread by now. */
    void assertCaused(Map<String, Object> event) {
        assertThat(event)
                .containsEntry("thread", thread)
                .containsEntry("thread_id", threadId)
                .containsEntry("virtual", isVirtual)
                .containsEntry("confidence", "exact");
        if (!isVirtual) {
            assertThat(event).containsEntry("tid", tid);
        }
    }

    /** The quarter that was disturbed least: on a busy machine a thread loses its CPU between its own two clocks. */
    static final double UNDISTURBED = 0.25;

    /** The value below which a part of them lies. */
    static long quantile(List<Long> values, double part) {
        return values.stream()
                .sorted()
                .skip((long) (values.size() * part))
                .findFirst()
                .orElseThrow();
    }
}
