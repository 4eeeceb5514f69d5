// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.child;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * The JVM that is measured. For each line on its standard input, a number of milliseconds, it works that long and answers
 * {@code key=value key=value}; it ends with its input, so that it never outlives the one who measures.
 *
 * <p>Threading: confined to main, apart from the workload's server.
 */
public final class Traffic {
    /** Operations of one slice whose times are kept; a second of the fastest is 100 000. */
    private static final int MAX_SAMPLES = 1 << 20;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Traffic() {}

    /** @param args {@code pingpong} or {@code connect} */
    public static void main(String[] args) throws IOException {
        Workload workload = args[0].equals("connect") ? new ConnectClose() : new PingPong();
        long[] samplesNs = new long[MAX_SAMPLES];
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(run(workload, Long.parseLong(line) * 1_000_000, samplesNs) + " records=" + records());
        }
    }

    /**
     * The CPU time is that of the whole process: what the kernel programs cost is paid by the system call they run in, and
     * what the agent's threads cost is in it as well.
     */
    private static String run(Workload workload, long lengthNs, long[] samplesNs) throws IOException {
        long cpuNs = -SYSTEM.getProcessCpuTime();
        long beginNs = System.nanoTime();
        int count = 0;
        long nowNs = beginNs;
        while (nowNs - beginNs < lengthNs && count < MAX_SAMPLES) {
            workload.once();
            long endNs = System.nanoTime();
            samplesNs[count++] = endNs - nowNs;
            nowNs = endNs;
        }
        cpuNs += SYSTEM.getProcessCpuTime();
        Arrays.sort(samplesNs, 0, count);
        return "count=" + count + " median_ns=" + samplesNs[count / 2] + " p99_ns=" + samplesNs[(int) (count * 0.99)]
                + " cpu_ns=" + cpuNs / count;
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
