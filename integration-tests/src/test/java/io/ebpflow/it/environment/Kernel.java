// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What the kernel still has.
 *
 * <p>Threading: stateless.
 */
final class Kernel {

    /** The kernel frees what nobody holds after a grace period of its own. */
    private static final int FREED_WITHIN_SECONDS = 60;

    private static final int POLL_MS = 50;

    private Kernel() {}

    /** What is there in spite of some patience. */
    static Set<String> leftOf(Set<String> objects) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(FREED_WITHIN_SECONDS);
        Set<String> left = new TreeSet<>(objects);
        do {
            Thread.sleep(POLL_MS);
            left.retainAll(BpfObjects.all());
        } while (!left.isEmpty() && System.nanoTime() < deadlineNs);
        return left;
    }

    /** BPF maps in its address space hold the map, without any fd. */
    static List<String> mappingsOf(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/maps")).stream()
                .filter(line -> line.contains("anon_inode:bpf-map"))
                .collect(Collectors.toList());
    }
}
