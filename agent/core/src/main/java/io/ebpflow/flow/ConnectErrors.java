// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.net.Errno;

/**
 * The errno behind an exception of a TCP connect(). The JDK's native code puts strerror(3) into the message and nothing
 * else (net_util_md.c, NET_ThrowByNameWithLastError), so the text is all there is.
 *
 * <p>Threading: immutable.
 */
final class ConnectErrors {
    private static final String DATAGRAM_CHANNEL = "sun.nio.ch.DatagramChannelImpl";

    private ConnectErrors() {}

    /** 0 if this is not a failed TCP connect: a UDP socket's, an interrupt, a closed channel. */
    static int errnoOf(Throwable thrown) {
        String message = thrown.getMessage();
        if (message == null || isDatagram(thrown)) {
            return 0;
        }
        if (message.contains("Network is unreachable") || message.contains("Network unreachable")) {
            return Errno.ENETUNREACH;
        }
        if (message.contains("No route to host") || message.contains("Host is unreachable")) {
            return Errno.EHOSTUNREACH;
        }
        if (message.contains("Cannot assign requested address") || message.contains("Address not available")) {
            return Errno.EADDRNOTAVAIL;
        }
        if (message.contains("Permission denied")) {
            return Errno.EACCES;
        }
        if (message.contains("Operation not permitted")) {
            return Errno.EPERM; // a cgroup's connect hook, as Cilium's, or seccomp
        }
        if (message.contains("Invalid argument")) {
            return 22; // EINVAL
        }
        return 0;
    }

    private static boolean isDatagram(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().equals(DATAGRAM_CHANNEL)) {
                return true;
            }
        }
        return false;
    }
}
