// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.ebpflow.loading.LibraryProperties;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings JNA's native library into the JVM without JNA's own search, which unpacks into the home directory and fails
 * for good when that is mounted {@code noexec}: JNA can be initialised only once.
 *
 * <p>So the library is unpacked here, loaded here, in the first directory where that works, and deleted at once: the
 * mapping stays. JNA then asks for the same file, which the class loader already has.
 *
 * <p>Threading: thread-safe.
 */
public final class JnaLoader {

    private static final String LIBRARY = "libjnidispatch.so";

    /** Threads that may begin while we count them. */
    private static final int SPARE_THREADS = 64;

    private static boolean isLoaded;
    private static volatile String loadedFile;

    private JnaLoader() {}

    /**
     * Loads JNA, from the directory of {@code -Debpflow.native_dir} if that is set.
     *
     * @return null when JNA works, else what is wrong and what to do
     */
    public static String load() {
        return load(System.getProperty("ebpflow.native_dir"));
    }

    /**
     * Loads JNA.
     *
     * @param directory the only directory to unpack to, or null to try the usual ones
     * @return null when JNA works, else what is wrong and what to do
     */
    public static synchronized String load(String directory) {
        if (isLoaded) {
            return null;
        }
        byte[] library = library();
        if (library == null) {
            return "no native code for " + platform() + "; ebpflow runs on linux-x86-64 and linux-aarch64";
        }
        List<String> tried = new ArrayList<>();
        MountTable mounts = MountTable.ofThisProcess();
        try {
            for (File candidate : directory == null ? NativeDirectories.usual() : List.of(new File(directory))) {
                String refusal = NativeDirectories.refusal(candidate, mounts);
                if (refusal == null) {
                    refusal = loadFrom(candidate, library);
                }
                if (refusal == null) {
                    isLoaded = true;
                    return null;
                }
                tried.add(candidate + " (" + refusal + ")");
            }
        } catch (LinkageError e) {
            return "JNA cannot start: " + e;
        }
        return "no directory allows native code: tried " + String.join(", ", tried)
                + "; set -Debpflow.native_dir=DIRECTORY to one that is writable and not mounted noexec";
    }

    /**
     * Lets go of JNA when the agent has left, so that the class loader can be unloaded with all that is in it: JNA's own thread
     * would go on for as long as {@link LibC} is mapped, and the mapping holds the class. If a thread of ours is still at
     * work, nothing is done: what it calls must not be taken away.
     *
     * @return whether it was done; from then on {@link LibC} is of no use
     */
    public static boolean end() {
        Thread cleaner = null;
        for (Thread thread : ownThreads()) {
            if (thread.getName().equals("JNA Cleaner")) {
                cleaner = thread;
            } else if (thread != Thread.currentThread()) {
                return false;
            }
        }
        if (cleaner != null) {
            cleaner.interrupt(); // as JNA expects it at the end of an application
        }
        closeLibrary();
        Native.unregister(LibC.class);
        unmapTrampolines();
        return true;
    }

    /**
     * The libffi inside JNA keeps its last page of trampolines, and the page of their parameters behind it, beyond the end of the
     * library: 8 KiB, and the deleted file that the page is mapped from. Nobody jumps there any more since LibC was unregistered;
     * so the call is one that needs none.
     */
    private static void unmapTrampolines() {
        Function munmap = NativeLibrary.getProcess().getFunction("munmap");
        for (Trampolines found : Trampolines.of(loadedFile)) {
            munmap.invokeInt(new Object[] {new Pointer(found.address()), new NativeLong(found.bytes())});
        }
    }

    /**
     * The libffi inside JNA opens the library it is in, to map its trampolines from it, and never closes it. Nobody will want a
     * trampoline any more; and no other file has this name.
     */
    private static void closeLibrary() {
        String[] numbers = new File("/proc/self/fd").list();
        for (String number : numbers == null ? new String[0] : numbers) {
            try {
                String file =
                        Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString();
                if (file.equals(loadedFile) || file.equals(loadedFile + " (deleted)")) {
                    LibC.close(Integer.parseInt(number));
                }
            } catch (IOException | NumberFormatException e) {
                continue; // it has just been closed
            }
        }
    }

    /** Of classes of our loader. */
    private static List<Thread> ownThreads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() + SPARE_THREADS];
        int count = group.enumerate(threads);
        List<Thread> own = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (threads[i].getClass().getClassLoader() == JnaLoader.class.getClassLoader()) {
                own.add(threads[i]);
            }
        }
        return own;
    }

    private static String platform() {
        String architecture = System.getProperty("os.arch");
        return "linux-" + (architecture.equals("amd64") ? "x86-64" : architecture);
    }

    private static byte[] library() {
        String resource = "com/sun/jna/" + platform() + "/" + LIBRARY;
        try (InputStream in = JnaLoader.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Tries one directory.
     *
     * @return null on success, else what the operating system says
     * @throws LinkageError if the library loads and JNA does not start all the same: no other directory would help
     */
    private static String loadFrom(File parent, byte[] library) {
        File directory = null;
        File file = null;
        try {
            directory = PrivateDirectory.in(parent);
            // JNA looks for this name in jna.boot.library.path.
            file = new File(directory, LIBRARY);
            try (OutputStream out = new FileOutputStream(file)) {
                out.write(library);
            }
            loadedFile = file.toPath().toRealPath().toString(); // as the kernel names it
            String refusal = map(file);
            if (refusal == null) {
                LibraryProperties.setProperty("jna.boot.library.path", directory.getPath());
                LibC.gettid();
            }
            return refusal;
        } catch (IOException e) {
            return e.getMessage();
        } finally {
            delete(file);
            delete(directory);
        }
    }

    private static String map(File file) {
        try {
            System.load(file.getPath());
            return null;
        } catch (UnsatisfiedLinkError e) {
            return e.getMessage();
        }
    }

    private static void delete(File file) {
        if (file != null && !file.delete()) {
            file.deleteOnExit();
        }
    }
}
