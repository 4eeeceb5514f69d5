// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import io.ebpflow.record.RecordLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The slots that kernel programs read, one per platform thread, in memory shared with the kernel (struct ebpflow_slot).
 * A program runs on the same CPU thread as the Java code that wrote the slot, inside a system call: program order is
 * enough, no store here needs a fence.
 *
 * <p>Threading: thread-safe without locks. A thread writes its own slot; the registrar may claim a slot on behalf of a
 * thread that runs and free that of a thread that ended.
 */
public final class SlotTable {
    /** No slot: the table is full around this tid, or the thread is not known. */
    public static final int NONE = -1;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** 64 Ki ints: two live threads share a place once in a while and then look their slot up anew each time. */
    private static final int CACHE_MASK = 0xffff;

    /** 16 Ki references: how many threads may do I/O between two drains (20 ms) and still be found by id. */
    private static final int RECENT_MASK = 0x3fff;

    private final ByteBuffer memory;
    private final CallSites callSites;
    private final VirtualRequests virtualRequests = new VirtualRequests();
    private final HostNames hostNames = new HostNames();
    private final RequestOwners requestOwners = new RequestOwners();
    private final TaskTable tasks = new TaskTable();
    private final PipelineTable pipelines = new PipelineTable();
    private final int[] slotPlusOneById = new int[CACHE_MASK + 1];
    private final AtomicLongArray ownerIds = new AtomicLongArray(RecordLayout.SLOT_COUNT);
    private final int[] udpSequenceSeen = new int[RecordLayout.SLOT_COUNT];
    private final int[] synSequenceSeen = new int[RecordLayout.SLOT_COUNT];
    private final Thread[] owners = new Thread[RecordLayout.SLOT_COUNT];
    private final Thread[] recent = new Thread[RECENT_MASK + 1];
    private final int[] tidOffsets = new int[RecordLayout.SLOT_COUNT];
    private volatile long fullCount;

    /** @param mapped the slots map, direct, {@code SLOT_COUNT * SLOT_BYTES} long */
    public SlotTable(ByteBuffer mapped) {
        this(mapped, null);
    }

    /**
     * @param mapped the slots map, direct, {@code SLOT_COUNT * SLOT_BYTES} long
     * @param callSites null: code paths are not taken
     */
    public SlotTable(ByteBuffer mapped, CallSites callSites) {
        this.callSites = callSites;
        memory = mapped.order(ByteOrder.nativeOrder());
        for (int i = 0; i < tidOffsets.length; i++) {
            tidOffsets[i] = i * RecordLayout.SLOT_BYTES + RecordLayout.SLOT_TID;
        }
    }

    /** Slot of the platform thread that is running; claims one at its first call. */
    int own(Thread platform) throws Throwable {
        long id = ThreadAccess.idOf(platform);
        int slot = slotPlusOneById[(int) id & CACHE_MASK] - 1;
        if (slot >= 0 && ownerIds.get(slot) == id) {
            return slot;
        }
        return register(platform, id, ThreadAccess.tidOf(platform), 0);
    }

    /**
     * Gives a thread its slot. If it has one already, a virtual thread that it carries may be named
     * there at this moment: that stays.
     *
     * @param platform a running platform thread
     * @param id its Java id
     * @param tid its kernel id in the JVM's pid namespace
     * @param flags SLOT_*
     * @return the slot, or {@link #NONE}, which is counted
     */
    public int register(Thread platform, long id, int tid, int flags) {
        int slot = claim(tid);
        if (slot == NONE) {
            fullCount++; // racy on purpose: it says "raise the bound", not how often
            return NONE;
        }
        long formerRequest = request(slot);
        if (ownerIds.get(slot) != id) {
            owners[slot] = platform;
            ownerIds.set(slot, id);
            // The registrar may be here while the thread itself is: what that has begun since stays.
            LONG.compareAndSet(memory, at(slot, RecordLayout.SLOT_CONTEXT_ID), formerRequest, RequestTable.NONE);
            memory.putLong(at(slot, RecordLayout.SLOT_CALL_SITE_ID), 0);
            memory.putInt(at(slot, RecordLayout.SLOT_FLAGS), flags);
            memory.putLong(at(slot, RecordLayout.SLOT_THREAD_ID), id);
        } else if (flags != 0) {
            memory.putInt(at(slot, RecordLayout.SLOT_FLAGS), flags);
        }
        slotPlusOneById[(int) id & CACHE_MASK] = slot + 1;
        recent[(int) id & RECENT_MASK] = platform;
        return slot;
    }

    /** All probes are searched before a hole is taken: a freed slot may lie in front of this tid's own. */
    private int claim(int tid) {
        int hash = tid * RecordLayout.SLOT_HASH;
        for (int i = 0; i < RecordLayout.SLOT_PROBES; i++) {
            int slot = hash + i & RecordLayout.SLOT_COUNT - 1;
            if (memory.getInt(tidOffsets[slot]) == tid) {
                return slot;
            }
        }
        for (int i = 0; i < RecordLayout.SLOT_PROBES; i++) {
            int slot = hash + i & RecordLayout.SLOT_COUNT - 1;
            int found = (int) INT.compareAndExchange(memory, tidOffsets[slot], 0, tid);
            if (found == 0 || found == tid) {
                return slot;
            }
        }
        return NONE;
    }

    /** Frees the slot of a thread that ended, unless its tid has been taken over by a new thread already. */
    public void free(int slot, long id) {
        if (ownerIds.compareAndSet(slot, id, 0)) {
            owners[slot] = null;
            for (int offset = RecordLayout.SLOT_FLAGS; offset < RecordLayout.SLOT_BYTES; offset += Integer.BYTES) {
                memory.putInt(at(slot, offset), 0);
            }
            INT.setRelease(memory, tidOffsets[slot], 0);
            synSequenceSeen[slot] = 0;
            udpSequenceSeen[slot] = 0;
        }
    }

    /** Says that the slot's platform thread now runs this virtual thread, on behalf of this request. */
    void publishVirtual(int slot, Thread virtual) throws Throwable {
        long id = ThreadAccess.idOf(virtual);
        if (recent[(int) id & RECENT_MASK] != virtual) {
            recent[(int) id & RECENT_MASK] = virtual;
        }
        memory.putLong(at(slot, RecordLayout.SLOT_CONTEXT_ID), virtualRequests.of(id));
        memory.putInt(at(slot, RecordLayout.SLOT_FLAGS), RecordLayout.SLOT_VIRTUAL);
        memory.putLong(at(slot, RecordLayout.SLOT_THREAD_ID), id);
    }

    /** Says that the slot's platform thread, a carrier, runs on its own behalf again: that is, on nobody's. */
    void restore(int slot) {
        memory.putLong(at(slot, RecordLayout.SLOT_CONTEXT_ID), RequestTable.NONE);
        memory.putLong(at(slot, RecordLayout.SLOT_CALL_SITE_ID), CallSites.NONE);
        memory.putInt(at(slot, RecordLayout.SLOT_FLAGS), 0);
        memory.putLong(at(slot, RecordLayout.SLOT_THREAD_ID), ownerIds.get(slot));
    }

    /** Says by which code path the slot's thread makes its next native call. */
    void setCallSite(int slot, long callSite) {
        memory.putLong(at(slot, RecordLayout.SLOT_CALL_SITE_ID), callSite);
    }

    /** Null: code paths are not taken. */
    CallSites callSites() {
        return callSites;
    }

    /** The code path of something thrown, null: code paths are not taken. */
    public CallPath callPath(Throwable thrown) {
        return callSites == null ? null : callSites.openerOf(thrown);
    }

    /** The code path that a number stands for, null: none, or not known any more. */
    public CallPath callPath(long callSite) {
        return callSites == null ? null : callSites.find(callSite);
    }

    /** The request that a platform thread serves. */
    long request(int slot) {
        return memory.getLong(at(slot, RecordLayout.SLOT_CONTEXT_ID));
    }

    /** Says which request a platform thread serves from now on. */
    void setRequest(int slot, long request) {
        memory.putLong(at(slot, RecordLayout.SLOT_CONTEXT_ID), request);
    }

    /** Requests of virtual threads. */
    VirtualRequests virtualRequests() {
        return virtualRequests;
    }

    /** Requests that no thread serves at the moment. */
    RequestOwners requestOwners() {
        return requestOwners;
    }

    /** Requests on their way with a task. */
    TaskTable tasks() {
        return tasks;
    }

    /** Connections that wait for an answer. */
    PipelineTable pipelines() {
        return pipelines;
    }

    /** Connections that nobody vouches for because they found no place. */
    public long pipelinesFullCount() {
        return pipelines.fullCount();
    }

    /** To be called about once a second: nothing of the application is kept alive by us. */
    public void sweep() {
        tasks.sweep();
        requestOwners.sweep();
    }

    /** Tasks handed over by a request that found no place: they run on behalf of nobody. */
    public long tasksFullCount() {
        return tasks.fullCount();
    }

    /** Runs of a task that waited, or may have been, for more than one request: on behalf of nobody. */
    public long tasksAmbiguousCount() {
        return tasks.ambiguousCount();
    }

    /** Requests of virtual threads, and between threads, that found no place: their I/O bears no request. */
    public long requestsFullCount() {
        return virtualRequests.fullCount() + requestOwners.fullCount();
    }

    /** Names of hosts that were connected to. */
    public HostNames hostNames() {
        return hostNames;
    }

    /** Kernel id of the slot's thread. */
    int tid(int slot) {
        return memory.getInt(tidOffsets[slot]);
    }

    /** Forgets datagrams before this moment. */
    void beginDatagram(int slot) {
        udpSequenceSeen[slot] = memory.getInt(at(slot, RecordLayout.SLOT_UDP_SEQUENCE));
    }

    /** True once for a datagram that the kernel saw on this thread since {@link #beginDatagram}. */
    boolean endDatagram(int slot) {
        int sequence = memory.getInt(at(slot, RecordLayout.SLOT_UDP_SEQUENCE));
        boolean isNew = sequence != udpSequenceSeen[slot];
        udpSequenceSeen[slot] = sequence;
        return isNew;
    }

    /** Socket cookie of this thread's last datagram on an unconnected socket. */
    long datagramCookie(int slot) {
        return memory.getLong(at(slot, RecordLayout.SLOT_UDP_COOKIE));
    }

    /** When the kernel saw it, monotonic. */
    long datagramTimeNs(int slot) {
        return memory.getLong(at(slot, RecordLayout.SLOT_UDP_TIME_NS));
    }

    /** Its payload. */
    int datagramBytes(int slot) {
        return memory.getInt(at(slot, RecordLayout.SLOT_UDP_BYTES));
    }

    /** @param host name that the application gave, null: none */
    void beginConnect(int slot, String host) {
        synSequenceSeen[slot] = memory.getInt(at(slot, RecordLayout.SLOT_SYN_SEQUENCE));
        memory.putInt(at(slot, RecordLayout.SLOT_NAME_ID), hostNames.begin(host));
    }

    /** What the thread connects to from here on has no name that we know. */
    void endConnect(int slot) {
        memory.putInt(at(slot, RecordLayout.SLOT_NAME_ID), HostNames.NONE);
    }

    /** True if the kernel sent a SYN for this thread since {@link #beginConnect}. */
    boolean sentSyn(int slot) {
        return memory.getInt(at(slot, RecordLayout.SLOT_SYN_SEQUENCE)) != synSequenceSeen[slot];
    }

    /** The thread of this id if it used a slot lately, else null. */
    public Thread recent(long id) {
        return recent[(int) id & RECENT_MASK];
    }

    /** How many threads {@link #recent} can hold. */
    public int recentCapacity() {
        return recent.length;
    }

    /**
     * Lets go of a thread that ended, so that nothing of the application is kept alive by us.
     *
     * @param place 0 to {@link #recentCapacity()} - 1
     * @return the thread, or null if there is none here or it lives
     */
    public Thread takeEnded(int place) {
        Thread thread = recent[place];
        if (thread == null || thread.isAlive()) {
            return null;
        }
        recent[place] = null;
        return thread;
    }

    /** Platform thread that owns a slot, null: free, or being claimed. */
    public Thread owner(int slot) {
        return owners[slot];
    }

    /** Java id of the platform thread that owns a slot, 0: free. */
    public long ownerId(int slot) {
        return ownerIds.get(slot);
    }

    /** Threads that found no place, as registrations that failed; not exact under contention. */
    public long fullCount() {
        return fullCount;
    }

    private static int at(int slot, int fieldOffset) {
        return slot * RecordLayout.SLOT_BYTES + fieldOffset;
    }
}
