// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import com.sun.jna.Memory;
import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.net.Errno;
import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One question and one answer (native/include/ebpflow_protocol.h), with the fds that come along as SCM_RIGHTS.
 *
 * <pre>
 *   struct msghdr, 56 bytes                   struct cmsghdr, 16 bytes, then the fds, 4 bytes each
 *     0 name       8 name length                0 length, of itself and the fds
 *    16 iov       24 iov count                  8 level SOL_SOCKET
 *    32 control   40 control length            12 type SCM_RIGHTS
 *    48 flags
 * </pre>
 *
 * <p>Threading: immutable once made.
 */
final class LoaderReply {
    private static final int MSGHDR_BYTES = 56;
    private static final int CMSGHDR_BYTES = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    private final int status;
    private final int ringBytes;
    private final String text;
    private final int[] fds;

    LoaderReply(ByteBuffer reply, int[] fds) {
        status = reply.getInt(RecordLayout.REPLY_STATUS);
        ringBytes = reply.getInt(RecordLayout.REPLY_RING_BYTES);
        this.fds = fds;
        StringBuilder line = new StringBuilder();
        for (int i = RecordLayout.REPLY_TEXT; i < reply.limit() && reply.get(i) != 0; i++) {
            line.append((char) (reply.get(i) & 0xff));
        }
        text = line.toString();
    }

    /**
     * Nothing that can be read came back.
     *
     * <p>Threading: immutable.
     */
    static final class NoReply extends Exception {
        private static final long serialVersionUID = 1L;

        /** What came instead. */
        enum Kind {
            TIMEOUT,
            SILENCE,
            /** An answer that this agent does not understand. */
            STRANGE
        }

        private final Kind kind;

        NoReply(Kind kind, String message) {
            super(message, null, false, false);
            this.kind = kind;
        }

        Kind kind() {
            return kind;
        }
    }

    /**
     * Sends the request and waits for the reply.
     *
     * @param ringBytes 0: the default
     */
    static LoaderReply request(int socket, int ringBytes, int timeoutMs) throws NoReply {
        ByteBuffer request = ByteBuffer.allocate(RecordLayout.REQUEST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        request.putInt(RecordLayout.REQUEST_MAGIC, RecordLayout.PROTOCOL_MAGIC);
        request.putInt(RecordLayout.REQUEST_PROTOCOL_VERSION, RecordLayout.PROTOCOL_VERSION);
        request.putInt(RecordLayout.REQUEST_LAYOUT_VERSION, RecordLayout.LAYOUT_VERSION);
        request.putInt(RecordLayout.REQUEST_RING_BYTES, ringBytes);
        if (LibC.send(socket, request.array(), RecordLayout.REQUEST_BYTES, LibC.MSG_NOSIGNAL)
                != RecordLayout.REQUEST_BYTES) {
            throw new NoReply(NoReply.Kind.SILENCE, "the request could not be sent: " + Errno.nameOf(LibC.errno()));
        }
        awaitReadable(socket, timeoutMs);
        return receive(socket);
    }

    private static void awaitReadable(int socket, int timeoutMs) throws NoReply {
        Memory pollFd = new Memory(8);
        long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000L;
        while (true) {
            pollFd.setInt(0, socket);
            pollFd.setShort(4, LibC.POLLIN);
            pollFd.setShort(6, (short) 0);
            long leftMs = Math.max(0, (deadlineNs - System.nanoTime()) / 1_000_000);
            int ready = LibC.poll(pollFd, 1, (int) leftMs);
            if (ready > 0) {
                return;
            }
            if (ready == 0) {
                throw new NoReply(NoReply.Kind.TIMEOUT, "no answer within " + timeoutMs + " ms");
            }
            if (LibC.errno() != Errno.EINTR) {
                throw new NoReply(NoReply.Kind.SILENCE, "poll: " + Errno.nameOf(LibC.errno()));
            }
        }
    }

    private static LoaderReply receive(int socket) throws NoReply {
        Memory data = new Memory(RecordLayout.REPLY_BYTES);
        Memory control = new Memory(CMSGHDR_BYTES + 4L * RecordLayout.MAX_FDS);
        Memory iov = new Memory(16);
        Memory message = new Memory(MSGHDR_BYTES);
        message.clear();
        control.clear();
        iov.setPointer(0, data);
        iov.setLong(8, RecordLayout.REPLY_BYTES);
        message.setPointer(16, iov);
        message.setLong(24, 1);
        message.setPointer(32, control);
        message.setLong(40, control.size());
        long bytes = LibC.recvmsg(socket, message, LibC.MSG_CMSG_CLOEXEC);
        if (bytes <= 0) {
            throw new NoReply(
                    NoReply.Kind.SILENCE, bytes == 0 ? "it closed the connection" : Errno.nameOf(LibC.errno()));
        }
        int[] fds = fds(control, message.getLong(40));
        ByteBuffer reply = data.getByteBuffer(0, RecordLayout.REPLY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        LoaderReply result = new LoaderReply(reply, fds);
        String problem = problemOf(reply, bytes, fds.length);
        if (problem != null) {
            result.closeFds();
            throw new NoReply(NoReply.Kind.STRANGE, problem);
        }
        return result;
    }

    /** Why this is no reply that this agent understands; null: it is. A refusal is, whatever the versions. */
    static String problemOf(ByteBuffer reply, long bytes, int fdCount) {
        if (bytes != RecordLayout.REPLY_BYTES
                || reply.getInt(RecordLayout.REPLY_MAGIC) != RecordLayout.PROTOCOL_MAGIC) {
            return "it answered " + bytes + " bytes and " + fdCount + " fds that make no reply";
        }
        if (reply.getInt(RecordLayout.REPLY_STATUS) != RecordLayout.STATUS_OK) {
            return null;
        }
        int protocol = reply.getInt(RecordLayout.REPLY_PROTOCOL_VERSION);
        int layout = reply.getInt(RecordLayout.REPLY_LAYOUT_VERSION);
        if (protocol != RecordLayout.PROTOCOL_VERSION || layout != RecordLayout.LAYOUT_VERSION) {
            return "agent has protocol " + RecordLayout.PROTOCOL_VERSION + " and record layout "
                    + RecordLayout.LAYOUT_VERSION + ", loader has " + protocol + " and " + layout;
        }
        int expected = reply.getInt(RecordLayout.REPLY_FD_COUNT);
        if (fdCount != expected || fdCount < RecordLayout.FD_LINKS) {
            return "it announced " + expected + " fds and sent " + fdCount;
        }
        return null;
    }

    private static int[] fds(Memory control, long controlBytes) {
        if (controlBytes < CMSGHDR_BYTES || control.getInt(8) != SOL_SOCKET || control.getInt(12) != SCM_RIGHTS) {
            return new int[0];
        }
        int count = (int) (control.getLong(0) - CMSGHDR_BYTES) / Integer.BYTES;
        return control.getIntArray(CMSGHDR_BYTES, count);
    }

    /** RecordLayout.STATUS_* */
    int status() {
        return status;
    }

    int ringBytes() {
        return ringBytes;
    }

    /** Signals, or what failed. */
    String text() {
        return text;
    }

    int[] fds() {
        return fds;
    }

    void closeFds() {
        for (int fd : fds) {
            LibC.close(fd);
        }
    }
}
