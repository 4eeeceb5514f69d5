// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A question as {@link io.ebpflow.it.app.Responder} saw it. Times are those of the clock that all JVMs of a host share.
 *
 * <p>Threading: immutable.
 */
final class Served {

    final long port;
    final long acceptedNs;
    final long firstReadNs;
    final long lastReadNs;
    final long answerNs;
    final long answeredNs;

    private Served(String line) {
        String[] words = line.split("\t");
        port = Long.parseLong(words[0]);
        acceptedNs = Long.parseLong(words[1]);
        firstReadNs = Long.parseLong(words[2]);
        lastReadNs = Long.parseLong(words[3]);
        answerNs = Long.parseLong(words[4]);
        answeredNs = Long.parseLong(words[5]);
    }

    /** One per line. */
    static List<Served> of(List<String> lines) {
        return lines.stream().map(Served::new).collect(Collectors.toList());
    }

    /** One time of each. */
    static List<Long> times(List<Served> served, ToLongFunction<Served> time) {
        return served.stream().map(time::applyAsLong).collect(Collectors.toList());
    }

    /** From the question to its answer. */
    long heldNs() {
        return answerNs - lastReadNs;
    }
}
