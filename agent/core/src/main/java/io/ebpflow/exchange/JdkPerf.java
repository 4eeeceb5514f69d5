// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * {@code jdk.internal.perf.Perf}, which hands out the JVM's own perf data, without a file, and reads the clock that HotSpot
 * stamps collections with.
 *
 * <p>Threading: confined to the thread that starts the agent.
 */
final class JdkPerf {
    private static final String PACKAGE = "jdk.internal.perf";

    /** The virtual machine that asks: its memory as it is, nothing is attached or mapped. */
    private static final int THIS_JVM = 0;

    /** Tens of microseconds in all. The tightest counts, and an interrupted one is not that. */
    private static final int TRIES = 300;

    private final Object perf;
    private final Class<?> type;

    private JdkPerf(Class<?> type) throws ReflectiveOperationException {
        this.type = type;
        perf = type.getMethod("getPerf").invoke(null);
    }

    /** @return null if the JDK has no such class */
    static JdkPerf open(Instrumentation instrumentation) throws ReflectiveOperationException {
        Module base = Object.class.getModule();
        if (!base.getPackages().contains(PACKAGE)) {
            return null;
        }
        Map<String, Set<Module>> exports = Map.of(PACKAGE, Set.of(JdkPerf.class.getModule()));
        instrumentation.redefineModule(base, Set.of(), exports, Map.of(), Set.of(), Map.of());
        return new JdkPerf(Class.forName(PACKAGE + ".Perf"));
    }

    /** The perf data of this JVM, empty with {@code -XX:-UsePerfData}. */
    ByteBuffer memory() throws ReflectiveOperationException {
        try {
            return (ByteBuffer) type.getMethod("attach", int.class).invoke(perf, THIS_JVM);
        } catch (NoSuchMethodException e) { // it took a mode as well until JDK 23
            return (ByteBuffer)
                    type.getMethod("attach", int.class, String.class).invoke(perf, THIS_JVM, "r");
        }
    }

    /**
     * What to add to HotSpot's ticks to have System.nanoTime(). Both read CLOCK_MONOTONIC, ticks count from the start of the
     * JVM.
     *
     * @return exact to {@link SafepointPauses#CLOCK_ERROR_NS}
     */
    long ticksToNanoTime() throws Throwable {
        MethodHandle ticks = MethodHandles.lookup()
                .findVirtual(type, "highResCounter", MethodType.methodType(long.class))
                .bindTo(perf);
        long tightestNs = Long.MAX_VALUE;
        long offsetNs = 0;
        for (int i = 0; i < TRIES; i++) {
            long beforeNs = System.nanoTime();
            long now = (long) ticks.invokeExact();
            long tookNs = System.nanoTime() - beforeNs;
            if (tookNs < tightestNs) {
                tightestNs = tookNs;
                offsetNs = beforeNs + tookNs / 2 - now;
            }
        }
        return offsetNs;
    }
}
