// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.net.Errno;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A loader we can talk to: a broker that runs, or a program that we start with one end of a socket pair as fd 3. The copy
 * in the jar is started from memory (memfd_create): it needs no directory, writable or executable.
 *
 * <p>ProcessBuilder cannot pass a socket on; posix_spawn(3) can, and forks as cheaply.
 *
 * <p>Threading: confined to the thread that starts the agent.
 */
final class LoaderProcess {
    private static final int CHILD_FD = 3;

    /** A loader that has answered is about to exit. */
    private static final long END_NS = 500_000_000L;

    private final String name;
    private final String path;
    private final boolean isBroker;
    private final String resource;
    private final File jar;
    private int pid;
    private int exitStatus = -1;

    private LoaderProcess(String name, String path, boolean isBroker, String resource, File jar) {
        this.name = name;
        this.path = path;
        this.isBroker = isBroker;
        this.resource = resource;
        this.jar = jar;
    }

    static LoaderProcess broker(String path) {
        return new LoaderProcess("broker " + path, path, true, null, null);
    }

    static LoaderProcess installed(String path) {
        return new LoaderProcess(path, path, false, null, null);
    }

    /** @param platform directory in the jar, as {@code linux-x86-64} */
    static LoaderProcess embedded(String platform, File jar) {
        return new LoaderProcess("embedded", null, false, platform + "/ebpflow-loader", jar);
    }

    /** For people. */
    String name() {
        return name;
    }

    /** Starts it, or connects to it. Returns a connected socket, the caller's to close. */
    int start() throws AttachException {
        return isBroker ? connect() : spawn();
    }

    private int connect() throws AttachException {
        byte[] pathBytes = path.getBytes(StandardCharsets.UTF_8);
        byte[] address = new byte[110]; // struct sockaddr_un
        if (pathBytes.length > 107) {
            throw new AttachException(KernelProblem.BROKER_UNREACHABLE, path, "a socket's path has 107 bytes at most");
        }
        address[0] = LibC.AF_UNIX;
        System.arraycopy(pathBytes, 0, address, 2, pathBytes.length);
        int socket = LibC.socket(LibC.AF_UNIX, LibC.SOCK_SEQPACKET | LibC.SOCK_CLOEXEC, 0);
        if (socket < 0 || LibC.connect(socket, address, 2 + pathBytes.length + 1) != 0) {
            String cause = Errno.nameOf(LibC.errno());
            if (socket >= 0) {
                LibC.close(socket);
            }
            throw new AttachException(KernelProblem.BROKER_UNREACHABLE, path, cause);
        }
        return socket;
    }

    private int spawn() throws AttachException {
        int[] pair = new int[2];
        if (LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_SEQPACKET | LibC.SOCK_CLOEXEC, 0, pair) != 0) {
            throw notStarted("socketpair: " + Errno.nameOf(LibC.errno()));
        }
        int memory = -1;
        try {
            memory = path == null ? inMemory() : -1;
            int error = spawn(path != null ? path : "/proc/self/fd/" + memory, pair[1]);
            if (error != 0) {
                throw notStarted(Errno.nameOf(error));
            }
            return pair[0];
        } catch (AttachException e) {
            LibC.close(pair[0]);
            throw e;
        } finally {
            LibC.close(pair[1]);
            if (memory >= 0) {
                LibC.close(memory);
            }
        }
    }

    private int spawn(String file, int childSocket) {
        Memory actions = new Memory(512); // posix_spawn_file_actions_t: 80 bytes in glibc and musl
        actions.clear();
        LibC.posix_spawn_file_actions_init(actions);
        try (Memory program = text("ebpflow-loader");
                Memory option = text("--fd");
                Memory fd = text(Integer.toString(CHILD_FD));
                Memory arguments = new Memory(4L * Long.BYTES);
                Memory environment = new Memory(Long.BYTES)) {
            // To the same number, dup2 would leave close-on-exec set before glibc 2.29: hence never onto itself.
            LibC.posix_spawn_file_actions_adddup2(actions, childSocket, CHILD_FD);
            arguments.setPointer(0, program);
            arguments.setPointer(8, option);
            arguments.setPointer(16, fd);
            arguments.setPointer(24, Pointer.NULL);
            environment.setPointer(0, Pointer.NULL);
            int[] child = new int[1];
            int error = LibC.posix_spawn(child, file, actions, Pointer.NULL, arguments, environment);
            pid = error == 0 ? child[0] : 0;
            return error;
        } finally {
            LibC.posix_spawn_file_actions_destroy(actions);
            actions.close();
        }
    }

    private static Memory text(String value) {
        Memory memory = new Memory(value.length() + 1);
        memory.setString(0, value);
        return memory;
    }

    private int inMemory() throws AttachException {
        int fd = LibC.memfdCreate("ebpflow-loader", LibC.MFD_CLOEXEC);
        if (fd < 0) {
            throw notStarted("memfd_create: " + Errno.nameOf(LibC.errno()));
        }
        try (JarFile agent = new JarFile(jar)) {
            JarEntry entry = agent.getJarEntry(resource);
            if (entry == null) {
                throw new IOException("the jar has no " + resource);
            }
            byte[] bytes = agent.getInputStream(entry).readAllBytes();
            if (LibC.write(fd, bytes, bytes.length) != bytes.length) {
                throw new IOException("memfd: " + Errno.nameOf(LibC.errno()));
            }
            return fd;
        } catch (IOException e) {
            LibC.close(fd);
            throw notStarted(e.getMessage());
        }
    }

    private AttachException notStarted(String cause) {
        if (path != null) {
            return new AttachException(KernelProblem.LOADER_NOT_FOUND, path, cause);
        }
        return new AttachException(KernelProblem.LOADER_NOT_STARTED, cause, jar.getPath(), LoaderClient.platform());
    }

    /** Why there was no answer: the signal or exit code, else what the socket said. */
    String howItEnded(String socketSays) {
        if (pid == 0) {
            return socketSays;
        }
        awaitExit();
        if (exitStatus < 0) {
            return socketSays;
        }
        int signal = exitStatus & 0x7f;
        return signal != 0 ? "signal " + signal : "exit code " + (exitStatus >> 8 & 0xff);
    }

    /** Sees to it that no process of ours is left, alive or as a zombie. Within a second. */
    void end() {
        if (pid == 0) {
            return;
        }
        awaitExit();
        if (exitStatus < 0) {
            LibC.kill(pid, LibC.SIGKILL);
            awaitExit();
        }
        pid = 0;
    }

    private void awaitExit() {
        int[] status = new int[1];
        long deadlineNs = System.nanoTime() + END_NS;
        while (exitStatus < 0 && System.nanoTime() < deadlineNs) {
            int waited = LibC.waitpid(pid, status, LibC.WNOHANG);
            if (waited == pid) {
                exitStatus = status[0];
            } else if (waited < 0 && LibC.errno() != Errno.EINTR) {
                exitStatus = 0; // somebody else has waited for it
            } else {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
