// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.net;

/**
 * Symbols of the Linux errno values that sockets report (include/uapi/asm-generic/errno.h, the same on x86-64 and arm64).
 *
 * <p>Threading: immutable.
 */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EPIPE = 32;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ECONNRESET = 104;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int ECANCELED = 125;

    private static final String[] NAMES = new String[134];

    static {
        String symbols = "1 EPERM 2 ENOENT 4 EINTR 5 EIO 9 EBADF 11 EAGAIN 12 ENOMEM 13 EACCES 14 EFAULT 22 EINVAL"
                + " 24 EMFILE 28 ENOSPC 32 EPIPE 38 ENOSYS 71 EPROTO 88 ENOTSOCK 90 EMSGSIZE"
                + " 92 ENOPROTOOPT 93 EPROTONOSUPPORT 95 EOPNOTSUPP 97 EAFNOSUPPORT 98 EADDRINUSE 99 EADDRNOTAVAIL 100 ENETDOWN"
                + " 101 ENETUNREACH 102 ENETRESET 103 ECONNABORTED 104 ECONNRESET 105 ENOBUFS"
                + " 106 EISCONN 107 ENOTCONN 108 ESHUTDOWN 110 ETIMEDOUT 111 ECONNREFUSED 112 EHOSTDOWN"
                + " 113 EHOSTUNREACH 114 EALREADY 115 EINPROGRESS 125 ECANCELED";
        String[] words = symbols.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            NAMES[Integer.parseInt(words[i])] = words[i + 1];
        }
    }

    private Errno() {}

    /** {@code ECONNREFUSED} for 111; {@code E<number>} for a value without a symbol here. */
    public static String nameOf(int errno) {
        String name = errno > 0 && errno < NAMES.length ? NAMES[errno] : null;
        return name != null ? name : "E" + errno;
    }
}
