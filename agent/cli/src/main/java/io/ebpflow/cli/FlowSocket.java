// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.net.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Where the agent of one JVM connects to: a unix socket in a directory that only the JVM's user can enter. Whoever connects
 * has to be that JVM; then the socket leaves the file system.
 *
 * <p>Threading: confined to the main thread; {@link #finish} and {@link #close} are for any.
 */
final class FlowSocket implements AutoCloseable {
    /** A packet of the agent has half of that. */
    private static final int PACKET_BYTES = 64 * 1_024;

    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;

    private final Proc target;
    private final Path directory;
    private final Path file;
    private final Memory pollFd = new Memory(8);
    private final byte[] packet = new byte[PACKET_BYTES];
    private int listening;
    private volatile int connected = -1;

    private FlowSocket(Proc target, Path directory, int listening) {
        this.target = target;
        this.directory = directory;
        this.file = directory.resolve("flows");
        this.listening = listening;
    }

    static FlowSocket of(Proc target) throws Failure, IOException {
        String problem = JnaLoader.load();
        if (problem != null) {
            throw new Failure(problem);
        }
        int fd = LibC.socket(LibC.AF_UNIX, LibC.SOCK_SEQPACKET | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, 0);
        if (fd < 0) {
            throw new IOException("socket: " + Errno.nameOf(LibC.errno()));
        }
        FlowSocket socket = new FlowSocket(target, privateDirectory(), fd);
        try {
            socket.bind();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** In /tmp, where the Attach API has its socket as well: whatever java.io.tmpdir is, the JVM finds it there. */
    private static Path privateDirectory() throws IOException {
        return Files.createDirectory(
                Path.of("/tmp", "ebpflow-" + UUID.randomUUID()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void bind() throws IOException {
        byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
        byte[] address = new byte[2 + path.length + 1]; // struct sockaddr_un
        address[0] = LibC.AF_UNIX;
        System.arraycopy(path, 0, address, 2, path.length);
        if (LibC.bind(listening, address, address.length) != 0 || LibC.listen(listening, 1) != 0) {
            throw new IOException("socket " + file + ": " + Errno.nameOf(LibC.errno()));
        }
        if (target.uid() != LibC.geteuid()) { // root, on behalf of the JVM's user
            for (Path path2 : new Path[] {file, directory}) {
                Files.setAttribute(path2, "unix:uid", target.uid());
                Files.setAttribute(path2, "unix:gid", target.gid());
            }
        }
    }

    /** As the agent has to name it. */
    String path() {
        return file.toString();
    }

    /**
     * Waits for the agent.
     *
     * @return whether it has come
     */
    boolean accept(int timeoutMs) throws IOException {
        if (!await(listening, timeoutMs)) {
            return false;
        }
        int fd = LibC.accept4(listening, Pointer.NULL, Pointer.NULL, LibC.SOCK_CLOEXEC);
        if (fd < 0) {
            return false;
        }
        if (!isTarget(fd)) {
            LibC.close(fd);
            return false;
        }
        connected = fd;
        closeListening();
        return true;
    }

    /** The kernel says who connected, as our pid namespace numbers processes. */
    private boolean isTarget(int fd) {
        byte[] credentials = new byte[12]; // struct ucred: pid, uid, gid
        return LibC.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, new int[] {credentials.length}) == 0
                && ByteBuffer.wrap(credentials).order(ByteOrder.nativeOrder()).getInt(0) == target.pid();
    }

    /**
     * Waits for a packet.
     *
     * @return records, each ended by a record separator; empty: none in this time; null: the agent has closed
     */
    String receive(int timeoutMs) {
        int fd = connected;
        if (fd < 0) {
            return null;
        }
        if (!await(fd, timeoutMs)) {
            return "";
        }
        long bytes = LibC.recv(fd, packet, packet.length, LibC.MSG_DONTWAIT);
        if (bytes > 0) {
            return new String(packet, 0, (int) bytes, StandardCharsets.UTF_8);
        }
        int error = bytes == 0 ? 0 : LibC.errno();
        return error == Errno.EAGAIN || error == Errno.EINTR ? "" : null;
    }

    private boolean await(int fd, int timeoutMs) {
        pollFd.setInt(0, fd);
        pollFd.setShort(4, LibC.POLLIN);
        pollFd.setShort(6, (short) 0);
        return LibC.poll(pollFd, 1, timeoutMs) > 0;
    }

    /** Tells the agent that nothing more is wanted; it answers by closing. */
    void finish() {
        int fd = connected;
        if (fd >= 0) {
            LibC.shutdown(fd, LibC.SHUT_WR);
        }
    }

    private void closeListening() throws IOException {
        if (listening >= 0) {
            LibC.close(listening);
            listening = -1;
        }
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
    }

    /** Takes the socket out of the file system. The connection ends with this process: a close would race with its reader. */
    @Override
    public void close() throws IOException {
        closeListening();
    }
}
