// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.config.ExportTarget;
import io.ebpflow.health.AgentLog;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends records in a thread of its own: several in one message, as soon as somebody has subscribed. Until then, and while the
 * collector is too slow, they wait in a queue; what finds no place there is dropped and counted.
 *
 * <p>Threading: {@link #offer} and {@link #start} by the view thread, the counts by any; all that is ZeroMQ's by its own thread
 * and those that ZeroMQ starts.
 */
public final class ZmqPublisher implements RecordSink {
    /** About 300 bytes each. */
    static final int QUEUE_RECORDS = 8_192;

    /** A collector takes 128 KiB; one record is 4 KiB at most. */
    private static final int MAX_MESSAGE_BYTES = 32 * 1_024;

    private static final long POLL_MS = 100;
    private static final long HEARTBEAT_NS = 10_000_000_000L;

    /** Of the 500 ms that the end of the JVM waits for views. */
    private static final long CLOSE_MS = 300;

    private final ExportTarget target;
    private final AgentLog log;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_RECORDS);
    private final FlowMessages messages;
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new EbpflowThread("export", this::run);
    private volatile long sentCount;
    private volatile boolean isSubscribed;
    private volatile boolean isClosing;
    private volatile long deadlineNs;

    /** @param version of the agent, for the collector's list of exporters */
    public ZmqPublisher(ExportTarget target, String version, AgentLog log) {
        this.target = target;
        this.log = log;
        messages = new FlowMessages(version);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void offer(byte[] record) {
        if (!queue.offer(record)) {
            lost.incrementAndGet();
        }
    }

    private void run() {
        try (ZmqSocket socket = new ZmqSocket(target, log)) {
            while (!isOver()) {
                try {
                    isSubscribed = socket.isSubscribed();
                    turn(socket);
                } catch (InterruptedException e) {
                    continue; // by somebody that we owe nothing
                }
            }
        } catch (Throwable e) { // the agent goes on without an export
            log.error("flows are not exported any more, an error of ebpflow itself: " + e);
        } finally {
            isSubscribed = false;
        }
    }

    private boolean isOver() {
        return isClosing && (!isSubscribed || queue.isEmpty() || System.nanoTime() - deadlineNs > 0);
    }

    private void turn(ZmqSocket socket) throws InterruptedException {
        if (!isSubscribed) {
            if (!isClosing) {
                Thread.sleep(POLL_MS);
            }
            return;
        }
        if (socket.isWanted("event") && messages.isHeartbeatDue(System.nanoTime(), HEARTBEAT_NS)) {
            send(socket, messages.heartbeat(sentCount));
        }
        byte[] record = isClosing ? queue.poll() : queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (record == null) {
            return;
        }
        messages.begin(record);
        for (byte[] next = queue.peek(); next != null && messages.size() + next.length <= MAX_MESSAGE_BYTES; ) {
            messages.add(queue.remove());
            next = queue.peek();
        }
        if (send(socket, messages.flows())) {
            sentCount += messages.recordCount(); // by this thread alone
        } else {
            lost.addAndGet(messages.recordCount());
        }
    }

    /** Waits for a collector that does not keep up, unless it goes, or we do. */
    private boolean send(ZmqSocket socket, byte[][] message) throws InterruptedException {
        while (!socket.send(message)) {
            isSubscribed = socket.isSubscribed();
            if (!isSubscribed || isClosing && System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                continue; // likewise
            }
        }
        messages.sent();
        return true;
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of("exported_records", sentCount, "export_subscribed", isSubscribed ? 1L : 0L);
    }

    @Override
    public long lostCount() {
        return lost.get();
    }

    @Override
    public void close() {
        deadlineNs = System.nanoTime() + CLOSE_MS * 1_000_000 * 2 / 3;
        isClosing = true;
        // Not interrupted: ZeroMQ would throw. It looks around every 100 ms.
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lost.addAndGet(queue.size());
    }
}
