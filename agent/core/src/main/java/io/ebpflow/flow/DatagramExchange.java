// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.record.RecordLayout;

/**
 * The exchange with one peer of a UDP socket that is not connected, from what Java's hook saw of each datagram: the kernel
 * programs do the same for connected sockets (native/bpf/udp_exchange.bpf.h). Times are the kernel's, of the calls' return;
 * when an answer arrived is not known.
 *
 * <p>Threading: confined to the reader thread.
 */
final class DatagramExchange {
    static final long IDLE_NS = RecordLayout.EXCHANGE_IDLE_MS * 1_000_000L;

    /** An answer may be read by another thread this long before the hook of the send has its time. */
    private static final long SEND_NS = 50_000;

    private final Attributed owner = new Attributed();
    private final Attributed endedOwner = new Attributed();
    private int number;
    private int awaited;
    private long firstSendNs;
    private long lastSendNs;
    private long firstReadNs;
    private long lastReadNs;
    private long sentBytes;
    private long receivedBytes;
    private long unsolicitedNs;
    private boolean isOpen;

    /**
     * A datagram was sent.
     *
     * @return true if that ended an exchange, which is now in the parts
     */
    boolean sent(int bytes, long timeNs, Attributed user, ExchangeParts finished) {
        boolean ended = expire(timeNs, finished);
        if (isOpen && firstReadNs != 0) {
            take(finished);
            ended = true;
        }
        if (!isOpen) {
            if (unsolicitedNs != 0 && timeNs - unsolicitedNs < SEND_NS) {
                return ended;
            }
            number++;
            awaited = 0;
            firstSendNs = timeNs;
            firstReadNs = lastReadNs = sentBytes = receivedBytes = 0;
            owner.set(user);
            isOpen = true;
        }
        lastSendNs = timeNs;
        sentBytes += bytes;
        awaited++;
        return ended;
    }

    /**
     * A datagram was received.
     *
     * @return true if that ended an exchange, which is now in the parts
     */
    boolean received(int bytes, long timeNs, ExchangeParts finished) {
        boolean ended = expire(timeNs, finished);
        if (!isOpen) {
            unsolicitedNs = timeNs;
            return ended;
        }
        firstReadNs = firstReadNs == 0 ? timeNs : firstReadNs;
        lastReadNs = timeNs;
        receivedBytes += bytes;
        awaited--;
        if (awaited <= 0) {
            take(finished);
            ended = true;
        }
        return ended;
    }

    /**
     * Ends an exchange in which nothing has happened for {@link RecordLayout#EXCHANGE_IDLE_MS}.
     *
     * @return true if there was one, which is now in the parts
     */
    boolean expire(long nowNs, ExchangeParts finished) {
        if (!isOpen || nowNs - Math.max(lastSendNs, lastReadNs) <= IDLE_NS) {
            return false;
        }
        take(finished);
        return true;
    }

    private void take(ExchangeParts finished) {
        boolean unanswered = firstReadNs == 0;
        finished.setDatagrams(
                number,
                firstSendNs,
                lastSendNs,
                unanswered ? lastSendNs + IDLE_NS : firstReadNs,
                unanswered ? lastSendNs + IDLE_NS : lastReadNs,
                unanswered);
        finished.requestBytes = sentBytes;
        finished.responseBytes = receivedBytes;
        endedOwner.set(owner);
        isOpen = false;
    }

    /** Who sent the first datagram of the exchange that ended last. */
    Attributed owner() {
        return endedOwner;
    }
}
