// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Stands in for what core finds in HotSpot: a thread's kernel id is its Java id plus {@link #TID_OFFSET}, and a {@link
 * Virtual} runs on the carrier that the test names.
 */
final class FakeThreads {
    static final int TID_OFFSET = 1_000_000;

    /** What {@link ThreadAccess#currentCarrier} answers. */
    static volatile Thread carrier;

    /** A thread that counts as virtual. */
    static final class Virtual extends Thread {
        Virtual(Runnable body) {
            super(body);
        }
    }

    private FakeThreads() {}

    /** Before the first use of {@link ThreadAccess}. */
    static void install() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle id = lookup.findVirtual(Thread.class, "getId", MethodType.methodType(long.class));
            ThreadAccess.Found.threadId = id;
            ThreadAccess.Found.nativeThread = id;
            ThreadAccess.Found.readLong = MethodHandles.identity(long.class);
            ThreadAccess.Found.readInt = MethodHandles.explicitCastArguments(
                    MethodHandles.identity(long.class), MethodType.methodType(int.class, long.class));
            ThreadAccess.Found.osThreadOffsetBytes = 0;
            ThreadAccess.Found.tidOffsetBytes = TID_OFFSET;
            ThreadAccess.Found.virtualThreadClass = Virtual.class;
            ThreadAccess.Found.currentCarrier =
                    lookup.findStatic(FakeThreads.class, "currentCarrier", MethodType.methodType(Thread.class));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static Thread currentCarrier() {
        return carrier;
    }

    static int tidOf(Thread thread) {
        return (int) thread.getId() + TID_OFFSET;
    }
}
