// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.net.Address;
import io.ebpflow.net.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Asks the kernel for a socket by its addresses and its cookie, as {@code ss} does (sock_diag(7), no privilege needed). It
 * is opened by the first question. The kernel answers within send(2), so nothing ever waits; a look-up takes microseconds.
 *
 * <p>A socket without a matching cookie is answered like one that does not exist, with ENOENT, and so is a kernel without
 * the module tcp_diag: hence the probe at the beginning, a list of no state at all, which ends at once if there is
 * somebody to make it.
 *
 * <pre>
 *   struct nlmsghdr        0 length, type, flags   8 sequence   12 port
 *   inet_diag_req_v2      16 family protocol       20 states
 *   inet_diag_msg         16 family state timer
 *   inet_diag_sockid   24/20 source port, destination port, source (16), destination (16), interface, cookie (8)
 * </pre>
 *
 * <p>Threading: confined to the reader thread.
 */
public final class SocketDiag implements SocketWitness, AutoCloseable {
    /** include/uapi/linux/netlink.h and sock_diag.h. */
    private static final int NETLINK_SOCK_DIAG = 4;

    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short NLM_F_REQUEST = 1;
    private static final short NLM_F_DUMP = 0x300;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;

    private static final int HEADER_BYTES = 16;
    private static final int REQUEST_BYTES = HEADER_BYTES + 56;
    private static final int STATES = 20;
    private static final int SOURCE_PORT = 24;
    private static final int SOURCE = 28;
    private static final int DESTINATION = 44;
    private static final int INTERFACE = 60;
    private static final int COOKIE = 64;

    /** A socket, its few attributes that nobody asked for, or an error with our question in it. The rest is cut off. */
    private static final int REPLY_BYTES = 512;

    private static final int REPLY_STATE = 17;
    private static final int REPLY_TIMER = 18;
    private static final int REPLY_COOKIE = 60;
    private static final byte IPPROTO_TCP = 6;
    private static final int STATE_TIME_WAIT = 6;

    /** idiag_timer of what TIME_WAIT keeps, whose state may be FIN_WAIT2 as well. */
    private static final int TIMER_TIME_WAIT = 3;

    private static final int NO_ANSWER = -1;

    private final Consumer<String> onRefused;
    private final byte[] requestBytes = new byte[REQUEST_BYTES];
    private final byte[] replyBytes = new byte[REPLY_BYTES];
    private final ByteBuffer request = ByteBuffer.wrap(requestBytes).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer reply = ByteBuffer.wrap(replyBytes).order(ByteOrder.LITTLE_ENDIAN);
    private final Address address = new Address();
    private int fd = -1;
    private int sequence;
    private long networkNamespace;
    private boolean isUsable = true;

    /** @param onRefused told once, with the reason, if the kernel does not answer such questions */
    public SocketDiag(Consumer<String> onRefused) {
        this.onRefused = onRefused;
    }

    @Override
    public boolean isUsable() {
        return isUsable;
    }

    @Override
    public Answer ask(LiveTable flow) {
        if (!isUsable || fd < 0 && !open() || flow.networkNamespace() != networkNamespace) {
            return Answer.UNKNOWN;
        }
        long cookie = flow.cookie();
        describe(flow, cookie);
        int error = exchange(NLM_F_REQUEST);
        if (error == 0) {
            boolean isTimeWait = reply.get(REPLY_TIMER) == TIMER_TIME_WAIT || reply.get(REPLY_STATE) == STATE_TIME_WAIT;
            return isTimeWait || reply.getLong(REPLY_COOKIE) != cookie ? Answer.GONE : Answer.ALIVE;
        }
        return error == Errno.ENOENT ? Answer.GONE : Answer.UNKNOWN;
    }

    private void describe(LiveTable flow, long cookie) {
        flow.readLocal(address);
        boolean isIpv4 = address.isIpv4();
        blank(isIpv4 ? LibC.AF_INET : LibC.AF_INET6);
        request.putInt(STATES, -1);
        putPort(SOURCE_PORT, flow.localPort());
        putPort(SOURCE_PORT + 2, flow.remotePort());
        putAddress(SOURCE, isIpv4);
        flow.readRemote(address);
        putAddress(DESTINATION, isIpv4);
        request.putInt(INTERFACE, flow.boundInterfaceIndex());
        request.putLong(COOKIE, cookie);
    }

    private void blank(int family) {
        Arrays.fill(requestBytes, (byte) 0);
        request.put(HEADER_BYTES, (byte) family);
        request.put(HEADER_BYTES + 1, IPPROTO_TCP);
    }

    private void putPort(int at, int port) {
        request.putShort(at, Short.reverseBytes((short) port));
    }

    private void putAddress(int at, boolean isIpv4) {
        if (isIpv4) {
            request.putInt(at, Integer.reverseBytes((int) address.low()));
        } else {
            request.putLong(at, Long.reverseBytes(address.high()));
            request.putLong(at + 8, Long.reverseBytes(address.low()));
        }
    }

    private boolean open() {
        fd = LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
        if (fd < 0) {
            refuse(LibC.errno());
            return false;
        }
        networkNamespace = ownNetworkNamespace();
        blank(LibC.AF_INET);
        int error = exchange((short) (NLM_F_REQUEST | NLM_F_DUMP));
        if (error != 0) {
            refuse(error);
        }
        return isUsable;
    }

    /** Of this thread: its inode; 0 in a kernel without network namespaces. */
    private static long ownNetworkNamespace() {
        try {
            String link =
                    Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString(); // net:[4026531833]
            return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** Sends the request. Returns 0 if a socket or a list was the answer, an error number, or {@link #NO_ANSWER}. */
    private int exchange(short flags) {
        request.putInt(0, REQUEST_BYTES);
        request.putShort(4, SOCK_DIAG_BY_FAMILY);
        request.putShort(6, flags);
        request.putInt(8, ++sequence);
        if (LibC.send(fd, requestBytes, REQUEST_BYTES, LibC.MSG_DONTWAIT) != REQUEST_BYTES) {
            int error = LibC.errno();
            if (error == Errno.EPERM || error == Errno.EACCES) {
                refuse(error);
            }
            return NO_ANSWER;
        }
        long bytes;
        do { // what an earlier question left behind, if ever
            bytes = LibC.recv(fd, replyBytes, REPLY_BYTES, LibC.MSG_DONTWAIT);
        } while (bytes >= HEADER_BYTES && reply.getInt(8) != sequence);
        if (bytes < HEADER_BYTES + Integer.BYTES) {
            return NO_ANSWER;
        }
        int type = reply.getShort(4);
        if (type == NLMSG_ERROR || type == NLMSG_DONE) {
            return -reply.getInt(HEADER_BYTES);
        }
        return type == SOCK_DIAG_BY_FAMILY && bytes >= REPLY_COOKIE + Long.BYTES ? 0 : NO_ANSWER;
    }

    private void refuse(int error) {
        if (!isUsable) {
            return;
        }
        isUsable = false;
        close();
        onRefused.accept("closes that the kernel hides from eBPF programs are not counted, and their flows stay listed:"
                + " sock_diag: " + (error == NO_ANSWER ? "no answer" : Errno.nameOf(error))
                + "; allow netlink sockets of NETLINK_SOCK_DIAG, or load the kernel module tcp_diag");
    }

    @Override
    public void close() {
        if (fd >= 0) {
            LibC.close(fd);
            fd = -1;
        }
    }
}
