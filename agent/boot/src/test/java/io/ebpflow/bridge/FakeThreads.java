// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Stands in for what core finds in HotSpot: a thread's kernel id is its Java id plus {@link #TID_OFFSET}, and a {@link
 * Virtual} runs on the carrier that the test names.
 */
final class FakeThreads {
    static final int TID_OFFSET = 1_000_000;

    /** What {@link ThreadAccess#currentCarrier} answers. */
    static volatile Thread carrier;

    private static final Map<InetAddress, String> NAMES = Collections.synchronizedMap(new IdentityHashMap<>());

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
            AddressAccess.Found.originalHostName = lookup.findStatic(
                    FakeThreads.class, "hostNameOf", MethodType.methodType(String.class, InetAddress.class));
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

    /** Those that {@link #named} has made have one; the JDK's own method might ask DNS. */
    static String hostNameOf(InetAddress address) {
        return NAMES.get(address);
    }

    /** An address that was made from a host name. */
    static InetAddress named(String host, InetAddress address) {
        try {
            InetAddress named = InetAddress.getByAddress(host, address.getAddress());
            NAMES.put(named, host);
            return named;
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static int tidOf(Thread thread) {
        return (int) thread.getId() + TID_OFFSET;
    }
}
