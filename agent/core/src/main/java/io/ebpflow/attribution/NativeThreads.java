// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.ebpflow.bridge.ThreadAccess;
import io.ebpflow.kernel.libc.LibC;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Kernel thread ids of Java threads, without a safepoint, a thread dump or JVMTI. {@code Thread.eetop} is the address of
 * HotSpot's JavaThread; that has a pointer to an OSThread, and that has the tid. libjvm publishes the offsets in
 * {@code gHotSpotVMStructs} for the serviceability agent, async-profiler reads them the same way.
 *
 * <p>Another thread may end while we look: its memory is read with process_vm_readv(2), which answers EFAULT instead of
 * crashing, and the result counts only if {@code eetop} is still the same afterwards, because HotSpot clears it before
 * it frees the JavaThread.
 *
 * <p>Threading: {@link #tidOf} is confined to the reader thread.
 */
public final class NativeThreads {
    private final MethodHandle nativeThread;
    private final long osThreadOffset;
    private final long tidOffset;
    private final Memory word = new Memory(Long.BYTES);
    private final Memory local = new Memory(16);
    private final Memory remote = new Memory(16);
    private final int selfPid = LibC.getpid();

    private NativeThreads(MethodHandle nativeThread, long osThreadOffset, long tidOffset) {
        this.nativeThread = nativeThread;
        this.osThreadOffset = osThreadOffset;
        this.tidOffset = tidOffset;
    }

    /**
     * Finds all handles and offsets, compares them with gettid(2) for the calling thread, and leaves what hooks need in
     * {@link ThreadAccess.Found}.
     *
     * @return null if this JVM is not like that: hooks cannot name threads then
     * @throws ReflectiveOperationException if the JDK has no such field or method
     */
    public static NativeThreads find(Instrumentation instrumentation) throws ReflectiveOperationException {
        open(instrumentation);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle eetop = lookup.unreflectGetter(accessible(Thread.class.getDeclaredField("eetop")));
        MethodHandle id = lookup.unreflectGetter(accessible(Thread.class.getDeclaredField("tid")));
        Map<String, Long> offsets = vmStructOffsets();
        Long osThreadOffset = offsets.getOrDefault("JavaThread._osthread", offsets.get("Thread._osthread"));
        Long tidOffset = offsets.get("OSThread._thread_id");
        if (osThreadOffset == null || tidOffset == null) {
            return null;
        }
        NativeThreads threads = new NativeThreads(eetop, osThreadOffset, tidOffset);
        if (threads.tidOf(Thread.currentThread()) != LibC.gettid()) {
            return null;
        }
        Class<?> unsafeType = Class.forName("jdk.internal.misc.Unsafe");
        Object unsafe = unsafeType.getMethod("getUnsafe").invoke(null);
        ThreadAccess.Found.nativeThread = eetop;
        ThreadAccess.Found.threadId = id;
        ThreadAccess.Found.readLong =
                lookup.unreflect(unsafeType.getMethod("getLong", long.class)).bindTo(unsafe);
        ThreadAccess.Found.readInt =
                lookup.unreflect(unsafeType.getMethod("getInt", long.class)).bindTo(unsafe);
        ThreadAccess.Found.osThreadOffsetBytes = osThreadOffset;
        ThreadAccess.Found.tidOffsetBytes = tidOffset;
        findVirtualThreads(lookup);
        return threads;
    }

    private static void findVirtualThreads(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        try {
            ThreadAccess.Found.virtualThreadClass = Class.forName("java.lang.VirtualThread");
        } catch (ClassNotFoundException e) {
            return; // before JDK 19
        }
        findScheduler(ThreadAccess.Found.virtualThreadClass);
        Object access = Class.forName("jdk.internal.access.SharedSecrets")
                .getMethod("getJavaLangAccess")
                .invoke(null);
        ThreadAccess.Found.currentCarrier = lookup.unreflect(
                        Class.forName("jdk.internal.access.JavaLangAccess").getMethod("currentCarrierThread"))
                .bindTo(access);
    }

    /** What runs in it are pieces of virtual threads, which must not be taken for tasks. */
    private static void findScheduler(Class<?> virtualThread) {
        try {
            ThreadAccess.Found.carrierThreadClass = Class.forName("jdk.internal.misc.CarrierThread");
            ThreadAccess.Found.virtualScheduler = accessible(virtualThread.getDeclaredField("DEFAULT_SCHEDULER"))
                    .get(null);
        } catch (ReflectiveOperationException e) {
            ThreadAccess.Found.virtualScheduler = null; // a JDK to come: then no task of a ForkJoinPool is followed
        }
    }

    private static void open(Instrumentation instrumentation) {
        Module base = Object.class.getModule();
        Set<Module> us = Set.of(NativeThreads.class.getModule());
        Map<String, Set<Module>> exports = new HashMap<>();
        for (String name : new String[] {"jdk.internal.misc", "jdk.internal.access"}) {
            if (base.getPackages().contains(name)) {
                exports.put(name, us);
            }
        }
        instrumentation.redefineModule(base, Set.of(), exports, Map.of("java.lang", us), Set.of(), Map.of());
    }

    private static Field accessible(Field field) {
        field.setAccessible(true);
        return field;
    }

    /** "Type.field" to offset, of the fields we ask for. */
    private static Map<String, Long> vmStructOffsets() {
        Map<String, Long> found = new HashMap<>();
        NativeLibrary jvm = libjvm();
        if (jvm == null) {
            return found;
        }
        long typeName = longAt(jvm, "gHotSpotVMStructEntryTypeNameOffset");
        long fieldName = longAt(jvm, "gHotSpotVMStructEntryFieldNameOffset");
        long offset = longAt(jvm, "gHotSpotVMStructEntryOffsetOffset");
        long stride = longAt(jvm, "gHotSpotVMStructEntryArrayStride");
        Pointer entry = jvm.getGlobalVariableAddress("gHotSpotVMStructs").getPointer(0);
        for (; entry.getPointer(typeName) != null; entry = entry.share(stride)) {
            String field = entry.getPointer(fieldName).getString(0);
            if (field.equals("_osthread") || field.equals("_thread_id")) {
                found.put(entry.getPointer(typeName).getString(0) + "." + field, entry.getLong(offset));
            }
        }
        return found;
    }

    private static NativeLibrary libjvm() {
        for (String place : new String[] {"lib/server/libjvm.so", "lib/client/libjvm.so", "lib/minimal/libjvm.so"}) {
            File file = new File(System.getProperty("java.home"), place);
            if (file.isFile()) {
                try {
                    NativeLibrary library = NativeLibrary.getInstance(file.getPath());
                    library.getGlobalVariableAddress("gHotSpotVMStructs");
                    return library;
                } catch (UnsatisfiedLinkError e) {
                    return null; // not HotSpot
                }
            }
        }
        return null;
    }

    private static long longAt(NativeLibrary library, String symbol) {
        return library.getGlobalVariableAddress(symbol).getLong(0);
    }

    /** Kernel id of a live platform thread, in the JVM's pid namespace; 0: it has not started or has ended. */
    public int tidOf(Thread thread) {
        long address = addressOf(thread);
        long osThread = address == 0 ? 0 : read(address + osThreadOffset, Long.BYTES);
        long tid = osThread == 0 ? 0 : read(osThread + tidOffset, Integer.BYTES);
        return tid != 0 && addressOf(thread) == address ? (int) tid : 0;
    }

    private long addressOf(Thread thread) {
        try {
            return (long) nativeThread.invokeExact(thread);
        } catch (Throwable e) {
            throw new IllegalStateException("Thread.eetop", e); // a field read does not throw
        }
    }

    private long read(long address, int bytes) {
        local.setPointer(0, word);
        local.setLong(8, bytes);
        remote.setLong(0, address);
        remote.setLong(8, bytes);
        if (LibC.process_vm_readv(selfPid, local, 1, remote, 1, 0) != bytes) {
            return 0;
        }
        return bytes == Long.BYTES ? word.getLong(0) : word.getInt(0);
    }
}
