// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.record.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the loader gave us: the maps, mapped, and the links, whose fds keep the programs attached. When the last of them
 * is closed, by {@link #close} or by the end of the process, the kernel detaches everything.
 *
 * <p>Threading: {@link #close} and {@link #release} once, when nothing drains the ring any more.
 */
public final class Attachment implements AutoCloseable {
    private final MappedMemory memory = new MappedMemory();
    private final int[] fds;
    private final int ringBytes;
    private final String signals;
    private final String loader;

    /**
     * @param fds in the order of the protocol: slots, live, ring, stats, links
     * @param signals "signal=attach_type", separated by spaces
     * @param loader where the loader came from
     */
    Attachment(int[] fds, int ringBytes, String signals, String loader) {
        this.fds = fds;
        this.ringBytes = ringBytes;
        this.signals = signals;
        this.loader = loader;
    }

    /** The thread slots, writable. */
    public ByteBuffer slots() throws IOException {
        long bytes = (long) RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES;
        return memory.map("slots", fds[RecordLayout.FD_SLOTS], 0, bytes, true);
    }

    /** The live flows; writable because Java retires entries of idle UDP flows. */
    public LiveTable live() throws IOException {
        long bytes = (long) RecordLayout.LIVE_COUNT * RecordLayout.LIVE_BYTES;
        return new LiveTable(memory.map("live flows", fds[RecordLayout.FD_LIVE], 0, bytes, true));
    }

    /** The record ring. */
    public RingReader ring() throws IOException {
        int page = LibC.getpagesize();
        int fd = fds[RecordLayout.FD_RING];
        ByteBuffer consumer = memory.map("ring consumer page", fd, 0, page, true);
        ByteBuffer producer = memory.map("ring", fd, page, page + 2L * ringBytes, false);
        return new RingReader(consumer, producer, page);
    }

    /** The loss counters. */
    public KernelStats stats() throws IOException {
        int page = LibC.getpagesize();
        return new KernelStats(memory.map("stats", fds[RecordLayout.FD_STATS], 0, page, false));
    }

    /** "signal=attach_type", separated by spaces; "none" for a signal that this kernel does not have. */
    public String signals() {
        return signals;
    }

    /** Where the loader came from: {@code embedded}, a path, or the broker's. */
    public String loader() {
        return loader;
    }

    @Override
    public void close() {
        for (int fd : fds) {
            LibC.close(fd);
        }
    }

    /** Gives the maps back to the kernel, once nobody reads them: they are empty from here on. After {@link #close}. */
    public void release() {
        memory.release();
    }
}
