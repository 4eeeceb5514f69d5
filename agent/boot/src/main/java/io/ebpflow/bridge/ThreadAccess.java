// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.invoke.MethodHandle;

/**
 * What the JDK keeps to itself about threads. Core finds the handles (it may, after opening java.lang) and leaves them in
 * {@link Found}; here they are constants, so that the JIT compiles a call into a field read.
 *
 * <p>A kernel thread id costs no system call: HotSpot keeps it in the thread's own {@code OSThread}, at offsets that
 * libjvm publishes for the serviceability agent. Reading them is safe for the calling thread alone, whose structures
 * exist as long as it runs. Core compares with gettid(2) before it hands the offsets over.
 *
 * <p>Threading: thread-safe; {@link Found} is filled before this class is initialised.
 */
public final class ThreadAccess {
    /** (Thread) long: the id; {@link Thread#getId()} may be overridden by the application before JDK 19. */
    private static final MethodHandle ID = Found.threadId;

    /** () Thread: the platform thread that runs the current one; null where there are no virtual threads. */
    private static final MethodHandle CARRIER = Found.currentCarrier;

    /** (Thread) long: address of the VM's JavaThread, 0 before start and after exit. */
    private static final MethodHandle NATIVE_THREAD = Found.nativeThread;

    /** (long) long: memory at an address. */
    private static final MethodHandle READ_LONG = Found.readLong;

    /** (long) int. */
    private static final MethodHandle READ_INT = Found.readInt;

    private static final Class<?> VIRTUAL = Found.virtualThreadClass;
    private static final Class<?> CARRIER_CLASS = Found.carrierThreadClass;
    private static final Object VIRTUAL_SCHEDULER = Found.virtualScheduler;
    private static final long OS_THREAD_OFFSET_BYTES = Found.osThreadOffsetBytes;
    private static final long TID_OFFSET_BYTES = Found.tidOffsetBytes;

    private ThreadAccess() {}

    /**
     * Where core leaves what it found.
     *
     * <p>Threading: written by one thread before {@link ThreadAccess} is initialised.
     */
    public static final class Found {
        public static MethodHandle threadId;
        public static MethodHandle currentCarrier;
        public static MethodHandle nativeThread;
        public static MethodHandle readLong;
        public static MethodHandle readInt;
        public static Class<?> virtualThreadClass;
        public static Class<?> carrierThreadClass;
        public static Object virtualScheduler;
        public static long osThreadOffsetBytes;
        public static long tidOffsetBytes;

        private Found() {}
    }

    /** True if this JVM has virtual threads. */
    static boolean hasVirtual() {
        return VIRTUAL != null;
    }

    static boolean isVirtual(Thread thread) {
        return thread.getClass() == VIRTUAL;
    }

    /** True for the pool whose threads carry the virtual ones, and for any where nobody knows which that is; not for null. */
    static boolean isVirtualScheduler(Object pool) {
        return pool != null && (pool == VIRTUAL_SCHEDULER || VIRTUAL != null && VIRTUAL_SCHEDULER == null);
    }

    /** True for a thread of that pool. */
    static boolean isCarrier(Thread thread) {
        return thread.getClass() == CARRIER_CLASS;
    }

    static long idOf(Thread thread) throws Throwable {
        return (long) ID.invokeExact(thread);
    }

    /** The platform thread under a virtual one. It cannot change before the next call that may block. */
    static Thread currentCarrier() throws Throwable {
        return (Thread) CARRIER.invokeExact();
    }

    /**
     * Kernel thread id of the calling platform thread.
     *
     * @param self the calling platform thread, or the carrier it runs on; never another thread
     */
    static int tidOf(Thread self) throws Throwable {
        long osThread = (long) READ_LONG.invokeExact((long) NATIVE_THREAD.invokeExact(self) + OS_THREAD_OFFSET_BYTES);
        return (int) READ_INT.invokeExact(osThread + TID_OFFSET_BYTES);
    }
}
