// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.net;

/**
 * An IP address as two longs in network order, IPv4 as {@code ::ffff:a.b.c.d}: what the kernel's records hold, comparable
 * and copyable without an allocation, and never resolved to a name.
 *
 * <p>Threading: confined to its owner.
 */
public final class Address {
    private static final long IPV4_MAPPED_PREFIX = 0xffffL << 32;

    private long high;
    private long low;

    /**
     * @param newHigh first eight bytes, big endian
     * @param newLow last eight bytes, big endian
     */
    public void set(long newHigh, long newLow) {
        high = newHigh;
        low = newLow;
    }

    public void set(Address other) {
        set(other.high, other.low);
    }

    /** @param ipv4 four bytes, big endian */
    public void setIpv4(int ipv4) {
        set(0, IPV4_MAPPED_PREFIX | (ipv4 & 0xffffffffL));
    }

    /** @param bytes four or sixteen bytes as {@link java.net.InetAddress#getAddress()} returns them */
    public void setBytes(byte[] bytes) {
        if (bytes.length == 4) {
            setIpv4((int) bigEndian(bytes, 0, 4));
        } else {
            set(bigEndian(bytes, 0, 8), bigEndian(bytes, 8, 8));
        }
    }

    private static long bigEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    public void clear() {
        set(0, 0);
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /** IPv4, mapped ones included. */
    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** {@code ::} or {@code 0.0.0.0}. */
    public boolean isUnspecified() {
        return high == 0 && (low == 0 || low == IPV4_MAPPED_PREFIX);
    }

    /** Same sixteen bytes. */
    public boolean sameAs(Address other) {
        return high == other.high && low == other.low;
    }

    /** Appends {@code 10.0.3.7} or, after RFC 5952, {@code 2001:db8::1}. */
    public StringBuilder appendTo(StringBuilder to) {
        return isIpv4() ? appendIpv4(to) : appendIpv6(to);
    }

    private StringBuilder appendIpv4(StringBuilder to) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            to.append(low >>> shift & 0xff);
            if (shift > 0) {
                to.append('.');
            }
        }
        return to;
    }

    private StringBuilder appendIpv6(StringBuilder to) {
        int gapStart = -1;
        int gapLength = 1; // RFC 5952 4.2.2: a single zero group is not shortened
        for (int i = 0; i < 8; i++) {
            int length = zeroGroupsFrom(i);
            if (length > gapLength) {
                gapStart = i;
                gapLength = length;
            }
        }
        boolean needsColon = false;
        for (int i = 0; i < 8; i++) {
            if (i == gapStart) {
                to.append("::");
                i += gapLength - 1;
                needsColon = false;
                continue;
            }
            if (needsColon) {
                to.append(':');
            }
            to.append(Integer.toHexString(group(i)));
            needsColon = true;
        }
        return to;
    }

    private int zeroGroupsFrom(int index) {
        int length = 0;
        while (index + length < 8 && group(index + length) == 0) {
            length++;
        }
        return length;
    }

    private int group(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> 48 - 16 * (index & 3)) & 0xffff;
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder(39)).toString();
    }
}
