// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import com.sun.jna.Pointer;
import io.ebpflow.flow.Errno;
import io.ebpflow.kernel.libc.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A BPF map in our address space. The fds are anonymous inodes, which FileChannel cannot open: hence mmap itself. Never
 * unmapped, since a hook or a JMX thread may still be reading; the kernel's memory goes with the process.
 *
 * <p>Threading: immutable; the memory is the kernel's to change.
 */
final class MappedMemory {
    private MappedMemory() {}

    /**
     * Maps a part of a map.
     *
     * @param what name for the error
     * @param offsetBytes multiple of the page size
     * @throws IOException if the kernel refuses
     */
    static ByteBuffer map(String what, int fd, long offsetBytes, long lengthBytes, boolean isWritable)
            throws IOException {
        int protection = isWritable ? LibC.PROT_READ | LibC.PROT_WRITE : LibC.PROT_READ;
        Pointer address = LibC.mmap(Pointer.NULL, lengthBytes, protection, LibC.MAP_SHARED, fd, offsetBytes);
        if (address == null || address.equals(LibC.MAP_FAILED)) {
            throw new IOException("cannot map " + what + ", " + lengthBytes + " bytes: " + Errno.nameOf(LibC.errno()));
        }
        return address.getByteBuffer(0, lengthBytes).order(ByteOrder.nativeOrder());
    }
}
