// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * The JVM that is measured. For each line on its standard input, a number of operations, it does these and answers
 * {@code key=value key=value}; it ends with its input, so that it never outlives the one who measures. Operations and not
 * a time: each variant is compiled as far as the others when it is measured, however busy the machine is.
 *
 * <p>Threading: confined to main, apart from the workload's server.
 */
public final class Traffic {
    private Traffic() {}

    /** @param args {@code pingpong} or {@code connect} */
    public static void main(String[] args) throws IOException {
        Workload workload = args[0].equals("connect") ? new ConnectClose() : new PingPong();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(run(workload, Integer.parseInt(line)) + " records=" + records());
        }
    }

    /**
     * The CPU time is that of all threads that live on: what the kernel programs cost is paid by the system call they run in, and
     * what the agent's threads cost is in it as well.
     */
    private static String run(Workload workload, int count) throws IOException {
        long[] samplesNs = new long[count];
        Map<Path, Long> cpuBeforeNs = cpuNs();
        long beginNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            workload.once();
            long endNs = System.nanoTime();
            samplesNs[i] = endNs - beginNs;
            beginNs = endNs;
        }
        long cpuNs = 0;
        for (Map.Entry<Path, Long> thread : cpuNs().entrySet()) {
            cpuNs += thread.getValue() - cpuBeforeNs.getOrDefault(thread.getKey(), 0L);
        }
        Arrays.sort(samplesNs);
        return "median_ns=" + samplesNs[count / 2] + " p99_ns=" + samplesNs[(int) (count * 0.99)] + " cpu_ns="
                + cpuNs / count;
    }

    /** By thread, as the scheduler counts: the JDK's own answer comes in steps of 10 ms. */
    private static Map<Path, Long> cpuNs() throws IOException {
        Map<Path, Long> cpuNs = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                try {
                    String text = Files.readString(thread.resolve("schedstat"));
                    cpuNs.put(thread, Long.valueOf(text.substring(0, text.indexOf(' '))));
                } catch (NoSuchFileException e) {
                    // it has ended
                }
            }
        }
        return cpuNs;
    }

    /** Kernel records that the agent has read so far; -1: there is none, it is off, or its MBeans are not up. */
    private static long records() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            TabularData counters =
                    (TabularData) server.getAttribute(new ObjectName("io.ebpflow:type=Agent"), "Counters");
            CompositeData row = counters.get(new Object[] {"records"});
            return row == null ? -1 : (Long) row.get("Count");
        } catch (JMException e) {
            return -1;
        }
    }
}
