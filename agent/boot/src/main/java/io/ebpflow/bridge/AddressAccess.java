// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.invoke.MethodHandle;
import java.net.InetAddress;

/**
 * The host name that an address was made from, which the JDK keeps to itself. Its public methods would ask for the name of
 * an address that has none (getHostName), or give what such a question has answered (toString).
 *
 * <p>Threading: thread-safe; {@link Found} is filled before this class is initialised.
 */
public final class AddressAccess {
    /** (InetAddress) String. */
    private static final MethodHandle ORIGINAL_HOST_NAME = Found.originalHostName;

    private AddressAccess() {}

    /**
     * Where core leaves what it found.
     *
     * <p>Threading: written by one thread before {@link AddressAccess} is initialised.
     */
    public static final class Found {
        /** Null: this JDK has no such method. */
        public static MethodHandle originalHostName;

        private Found() {}
    }

    /** Null or empty: the address was made from a literal or from bytes. */
    public static String hostNameOf(InetAddress address) throws Throwable {
        return ORIGINAL_HOST_NAME == null || address == null ? null : (String) ORIGINAL_HOST_NAME.invokeExact(address);
    }
}
