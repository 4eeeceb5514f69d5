// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.watch;

import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.net.Errno;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * A connection to one command line. Records are gathered in packets, and packets wait here when the other side is slow:
 * {@value #MAX_PACKETS} of {@value #PACKET_BYTES} bytes, what is more is dropped and counted. Nothing here ever waits.
 *
 * <p>Threading: thread-safe; the lock is held for as long as copies and one send(2) take.
 */
final class Watch {
    static final int PACKET_BYTES = 32 * 1_024;
    static final int MAX_PACKETS = 64;

    /** Ends a record: control characters are escaped in JSON and text. */
    private static final byte END = 0x1e;

    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int EMSGSIZE = 90;

    private final WatchCommand command;
    private final ArrayDeque<byte[]> packets = new ArrayDeque<>();
    private final byte[] packet = new byte[PACKET_BYTES];
    private int packetBytes;
    private int packetEvents;
    private int fd;
    private long lostCount;
    private long toldLostCount;
    private boolean isEnding;

    Watch(int fd, WatchCommand command) {
        this.fd = fd;
        this.command = command;
    }

    /**
     * Connects to the socket of a command line, and takes the socket out of the file system.
     *
     * @throws IOException if nobody is there, or somebody else
     */
    static Watch connect(WatchCommand command) throws IOException {
        byte[] path = command.path().getBytes(StandardCharsets.UTF_8);
        byte[] address = new byte[110]; // struct sockaddr_un
        if (path.length > 107) {
            throw new IOException("a socket's path has 107 bytes at most");
        }
        address[0] = LibC.AF_UNIX;
        System.arraycopy(path, 0, address, 2, path.length);
        int type = LibC.SOCK_SEQPACKET | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK;
        int fd = LibC.socket(LibC.AF_UNIX, type, 0);
        if (fd < 0) {
            throw new IOException("socket: " + Errno.nameOf(LibC.errno()));
        }
        int error = LibC.connect(fd, address, 2 + path.length + 1) == 0 ? 0 : LibC.errno();
        if (error == 0 || error == Errno.ECONNREFUSED) {
            remove(new File(command.path()));
        }
        if (error != 0 || !isTrusted(fd)) {
            LibC.close(fd);
            throw new IOException(error != 0 ? Errno.nameOf(error) : "the socket belongs to another user");
        }
        return new Watch(fd, command);
    }

    private static void remove(File socket) {
        if (socket.delete() && socket.getParentFile() != null) {
            socket.getParentFile().delete();
        }
    }

    /** What this JVM does is shown to its own user and to root alone. */
    private static boolean isTrusted(int fd) {
        byte[] credentials = new byte[12]; // struct ucred: pid, uid, gid
        if (LibC.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, new int[] {credentials.length}) != 0) {
            return false;
        }
        int uid = ByteBuffer.wrap(credentials).order(ByteOrder.nativeOrder()).getInt(4);
        return uid == 0 || uid == LibC.geteuid();
    }

    WatchCommand command() {
        return command;
    }

    /** Adds an event, or counts it as lost. */
    synchronized void event(byte[] record) {
        if (fd >= 0 && !isEnding) {
            if (append(record)) {
                packetEvents++;
            } else {
                lostCount++;
            }
        }
    }

    /** Adds a word of the agent itself. */
    synchronized void tell(String word) {
        append(("!" + word).getBytes(StandardCharsets.UTF_8));
    }

    private boolean append(byte[] record) {
        int bytes = record.length + 1;
        if (bytes > PACKET_BYTES) {
            return false;
        }
        if (packetBytes + bytes > PACKET_BYTES) {
            flush();
            seal();
        }
        System.arraycopy(record, 0, packet, packetBytes, record.length);
        packetBytes += bytes;
        packet[packetBytes - 1] = END;
        return true;
    }

    private void seal() {
        if (packetBytes == 0) {
            return;
        }
        if (packets.size() < MAX_PACKETS) {
            byte[] sealed = new byte[packetBytes];
            System.arraycopy(packet, 0, sealed, 0, packetBytes);
            packets.add(sealed);
        } else {
            lostCount += packetEvents;
        }
        packetBytes = packetEvents = 0;
    }

    /**
     * Sends what the socket takes.
     *
     * @return true: nothing waits any more
     */
    synchronized boolean flush() {
        while (fd >= 0) {
            if (packets.isEmpty()) {
                if (lostCount != toldLostCount) {
                    toldLostCount = lostCount;
                    tell("lost " + lostCount);
                }
                if (packetBytes == 0) {
                    return true;
                }
                seal();
            }
            byte[] first = packets.peek();
            if (LibC.send(fd, first, first.length, LibC.MSG_DONTWAIT | LibC.MSG_NOSIGNAL) < 0) {
                int error = LibC.errno();
                if (error == Errno.EAGAIN || error == Errno.EINTR) {
                    return false;
                }
                if (error != EMSGSIZE) {
                    close();
                    return true;
                }
            }
            packets.remove();
        }
        return true;
    }

    /** Whether the other side has ended, or has said that it wants nothing more. */
    synchronized boolean isOver() {
        if (fd < 0 || isEnding) {
            return true;
        }
        long bytes = LibC.recv(fd, new byte[1], 1, LibC.MSG_DONTWAIT);
        if (bytes > 0) {
            return false;
        }
        int error = bytes == 0 ? 0 : LibC.errno();
        return error != Errno.EAGAIN && error != Errno.EINTR;
    }

    /** Takes no more events. */
    synchronized void end() {
        isEnding = true;
    }

    synchronized boolean isEnding() {
        return isEnding;
    }

    synchronized boolean isClosed() {
        return fd < 0;
    }

    synchronized void close() {
        if (fd >= 0) {
            LibC.close(fd);
            fd = -1;
            packets.clear();
            packetBytes = 0;
        }
    }
}
