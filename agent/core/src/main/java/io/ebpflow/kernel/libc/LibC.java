// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * The C library, mapped directly: a call costs tens of nanoseconds and allocates nothing. It comes from the running
 * process, which has it linked, whatever its name and place are.
 *
 * <p>Needs {@link JnaLoader#load} before the first use.
 *
 * <p>Threading: thread-safe; {@link #errno} belongs to the calling thread.
 */
public final class LibC {

    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_SEQPACKET = 5;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SHUT_WR = 1;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;
    public static final short POLLIN = 1;
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int MAP_PRIVATE = 2;
    public static final int MAP_FIXED = 0x10;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MAP_NORESERVE = 0x4000;
    public static final int MFD_CLOEXEC = 1;
    public static final int WNOHANG = 1;
    public static final int SIGKILL = 9;

    /** What mmap answers instead of an address. */
    public static final Pointer MAP_FAILED = Pointer.createConstant(-1);

    static {
        Native.register(LibC.class, NativeLibrary.getProcess());
    }

    private LibC() {}

    /** Kernel id of the calling thread. */
    public static int gettid() {
        return (int) syscall(isArm() ? 178 : 186);
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /** {@code syscall(2)} without arguments, so that it does not depend on gettid(3), which glibc has since 2.30. */
    private static native long syscall(long number);

    private static native long syscall(long number, String text, long flags);

    /** {@code close(2)}: 0, or -1 with {@link #errno}. */
    public static native int close(int fd);

    /** {@code socket(2)}: an fd, or -1. */
    public static native int socket(int domain, int type, int protocol);

    /** {@code socketpair(2)}: 0 with two fds in {@code pair}, or -1. */
    public static native int socketpair(int domain, int type, int protocol, int[] pair);

    /** {@code connect(2)}: 0, or -1. */
    public static native int connect(int fd, byte[] address, int addressBytes);

    /** {@code bind(2)}: 0, or -1. */
    public static native int bind(int fd, byte[] address, int addressBytes);

    /** {@code listen(2)}: 0, or -1. */
    public static native int listen(int fd, int backlog);

    /** {@code accept4(2)}: an fd, or -1. */
    public static native int accept4(int fd, Pointer address, Pointer addressBytes, int flags);

    /** {@code shutdown(2)}: 0, or -1. */
    public static native int shutdown(int fd, int how);

    /** {@code getsockopt(2)}: 0 with the option in {@code value}, or -1. */
    public static native int getsockopt(int fd, int level, int option, byte[] value, int[] valueBytes);

    /** {@code send(2)}: bytes sent, or -1. */
    public static native long send(int fd, byte[] data, long bytes, int flags);

    /** {@code recv(2)}: bytes received, at most so many, 0 at the end, or -1. */
    public static native long recv(int fd, byte[] data, long bytes, int flags);

    /** {@code recvmsg(2)} into a {@code struct msghdr}: bytes, 0 at the end, or -1. */
    public static native long recvmsg(int fd, Pointer message, int flags);

    /** {@code poll(2)} of {@code count} struct pollfd: how many are ready, 0 after the time limit, or -1. */
    public static native int poll(Pointer pollFds, long count, int timeoutMs);

    /** {@code mmap(2)}: an address, or {@link #MAP_FAILED}. */
    public static native Pointer mmap(Pointer hint, long bytes, int protection, int flags, int fd, long offset);

    /** {@code munmap(2)}: 0, or -1. */
    public static native int munmap(Pointer address, long bytes);

    /** {@code memfd_create(2)}, by number because glibc has it since 2.27 only: an fd, or -1. */
    public static int memfdCreate(String name, int flags) {
        return (int) syscall(isArm() ? 279 : 319, name, flags);
    }

    /** {@code readlink(2)}: where a link leads; null: it cannot be read. */
    public static String readlink(String path) {
        byte[] target = new byte[4_096]; // PATH_MAX
        long bytes = readlink(path, target, target.length);
        return bytes < 0 ? null : new String(target, 0, (int) bytes, StandardCharsets.UTF_8);
    }

    private static native long readlink(String path, byte[] target, long bytes);

    /** {@code write(2)}: bytes written, or -1. */
    public static native long write(int fd, byte[] data, long bytes);

    /**
     * {@code posix_spawn(3)}: 0 with the child's pid in {@code pid}, else an error number; {@link #errno} is not set.
     *
     * @param arguments NULL-terminated array of C strings
     * @param environment NULL-terminated array of C strings
     */
    public static native int posix_spawn(
            int[] pid, String path, Pointer fileActions, Pointer attributes, Pointer arguments, Pointer environment);

    /** 0, or an error number. */
    public static native int posix_spawn_file_actions_init(Pointer fileActions);

    /** 0, or an error number. */
    public static native int posix_spawn_file_actions_adddup2(Pointer fileActions, int fd, int newFd);

    /** 0, or an error number. */
    public static native int posix_spawn_file_actions_destroy(Pointer fileActions);

    /** {@code waitpid(2)}: the pid, 0 if {@code WNOHANG} and it still runs, or -1. */
    public static native int waitpid(int pid, int[] status, int options);

    /** {@code kill(2)}: 0, or -1. */
    public static native int kill(int pid, int signal);

    /** {@code ioctl(2)} with a pointer: 0, or -1. */
    public static native int ioctl(int fd, long request, byte[] argument);

    /** {@code tcgetattr(3)} into a {@code struct termios}: 0, or -1. */
    public static native int tcgetattr(int fd, byte[] termios);

    /** {@code tcsetattr(3)}: 0, or -1. */
    public static native int tcsetattr(int fd, int when, byte[] termios);

    /** {@code getpagesize(3)}: 4, 16 or 64 KiB. */
    public static native int getpagesize();

    /** {@code geteuid(2)}. */
    public static native int geteuid();

    /** {@code getpid(2)}: as this pid namespace numbers us. */
    public static native int getpid();

    /**
     * {@code process_vm_readv(2)}: reads memory and answers an address that is gone with EFAULT, where a plain read would
     * end the JVM. Bytes read, or -1.
     */
    public static native long process_vm_readv(
            int pid, Pointer local, long localCount, Pointer remote, long remoteCount, long flags);

    /** The error number that this thread's last call of this class has left. */
    public static int errno() {
        return Native.getLastError();
    }
}
