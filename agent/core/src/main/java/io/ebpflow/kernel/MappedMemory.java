// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import com.sun.jna.Pointer;
import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.net.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * BPF maps in our address space. The fds are anonymous inodes, which FileChannel cannot open: hence mmap itself. A mapping
 * holds its map as an fd does. It cannot be unmapped, since a hook may still be on its way to it: in its place comes empty
 * memory, in one step.
 *
 * <p>Threading: thread-safe; the memory is the kernel's to change.
 */
final class MappedMemory {
    private final List<Mapping> mappings = new ArrayList<>();

    /**
     * Maps a part of a map.
     *
     * @param what name for the error
     * @param offsetBytes multiple of the page size
     * @throws IOException if the kernel refuses
     */
    synchronized ByteBuffer map(String what, int fd, long offsetBytes, long lengthBytes, boolean isWritable)
            throws IOException {
        int protection = isWritable ? LibC.PROT_READ | LibC.PROT_WRITE : LibC.PROT_READ;
        Pointer address = LibC.mmap(Pointer.NULL, lengthBytes, protection, LibC.MAP_SHARED, fd, offsetBytes);
        if (address == null || address.equals(LibC.MAP_FAILED)) {
            throw new IOException("cannot map " + what + ", " + lengthBytes + " bytes: " + Errno.nameOf(LibC.errno()));
        }
        mappings.add(new Mapping(address, lengthBytes, protection));
        return address.getByteBuffer(0, lengthBytes).order(ByteOrder.nativeOrder());
    }

    /**
     * Gives the maps back to the kernel. Who still reads finds zeros, what is still written is lost; the addresses stay
     * taken, the memory behind them is not.
     */
    synchronized void release() {
        int flags = LibC.MAP_PRIVATE | LibC.MAP_FIXED | LibC.MAP_ANONYMOUS | LibC.MAP_NORESERVE;
        for (Mapping mapping : mappings) {
            // If the kernel refuses, the map stays where it is until the process ends.
            LibC.mmap(mapping.address, mapping.lengthBytes, mapping.protection, flags, -1, 0);
        }
        mappings.clear();
    }

    /**
     * What was mapped where.
     *
     * <p>Threading: immutable.
     */
    private static final class Mapping {
        private final Pointer address;
        private final long lengthBytes;
        private final int protection;

        private Mapping(Pointer address, long lengthBytes, int protection) {
            this.address = address;
            this.lengthBytes = lengthBytes;
            this.protection = protection;
        }
    }
}
