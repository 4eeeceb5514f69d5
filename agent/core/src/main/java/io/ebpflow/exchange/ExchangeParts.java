// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import io.ebpflow.record.KernelExchange;
import io.ebpflow.record.RecordLayout;

/**
 * An exchange taken apart, in whole microseconds since its beginning, so that the parts always add up to the total.
 *
 * <pre>
 *   client    first send .. last send .................. arrival ..... first read ...... last read
 *             |   send    |      network and peer        |   pick-up   |    transfer     |
 *
 *   server    arrival ..... first read ...... last read ...... first send ...... last send
 *             |  queue wait |    transfer     |    service     |      send       |
 * </pre>
 *
 * Of the client's wait, the fastest round trip of this connection in the last minutes is the network's, and so is
 * everything up to our last retransmission; only what is left is the peer's. Not the smoothed round trip: it holds the
 * peer's delayed acknowledgements (measured: a peer that answers after 7 ms makes it 7 ms).
 *
 * <p>Where an exchange has no times that are those of one request ({@link #multiplexed}) the parts are 0 and not to be
 * shown; {@link #has()} says whether there is anything at all.
 *
 * <p>Threading: confined to its owner.
 */
public final class ExchangeParts {
    /** Of its flow, from 1; 0: there is no exchange. */
    public int number;

    public boolean inbound;
    public boolean multiplexed;

    /** An event loop reads the answers, which may have asked for more than one thing at a time. */
    public boolean polled;

    /** The request got no answer: total and parts are those of the wait for it. */
    public boolean unanswered;

    /** When data arrived was seen; else the wait for a reader is part of what is said of the peer. */
    public boolean arrivalKnown;

    /** The peer's receive window was full while we had something to send. */
    public boolean windowLimited;

    public long requestBytes;
    public long responseBytes;

    /** Of ours inside the exchange. */
    public int retransmits;

    /** First to last send. */
    public long sendUs;

    public long networkUs;
    public long peerUs;

    /** Arrival to first read of a response: this JVM was late. */
    public long pickupUs;

    /** First to last read: of the response, of the request on the server's side. */
    public long transferUs;

    /** Of {@link #transferUs}: data were there and waited for a reader. */
    public long unreadUs;

    /** Arrival to first read of a request: nobody was free to take it. */
    public long queueWaitUs;

    /** Last read to first send. */
    public long serviceUs;

    public long totalUs;

    /** Garbage collection and other safepoints inside pick-up or queue wait; {@code UNKNOWN} (-1): this JVM does not tell. */
    public long gcUs;

    /** Monotonic. */
    public long beginNs;

    /** Monotonic; the last event, not the moment when it was noticed that nothing follows. */
    public long endNs;

    /** True if there is an exchange. */
    public boolean has() {
        return number != 0;
    }

    /** True if the parts are the times of one request. */
    public boolean isTimed() {
        return number != 0 && !multiplexed;
    }

    /**
     * How long this side waited, by which a call is judged. Of a request without answer the time after its last byte: a
     * connection that only sends, a log or metrics, has one request that lasts until it is closed.
     */
    public long waitedUs() {
        if (!unanswered) {
            return totalUs;
        }
        return inbound ? serviceUs : totalUs - sendUs;
    }

    /** Its times are not those of one request. */
    public void setMultiplexed() {
        multiplexed = true;
        clearTimes();
    }

    /** No exchange. */
    public void clear() {
        number = retransmits = 0;
        inbound = multiplexed = polled = unanswered = arrivalKnown = windowLimited = false;
        requestBytes = responseBytes = beginNs = endNs = 0;
        clearTimes();
    }

    private void clearTimes() {
        sendUs = networkUs = peerUs = pickupUs = transferUs = unreadUs = queueWaitUs = serviceUs = totalUs = 0;
        gcUs = -1;
    }

    public void set(ExchangeParts other) {
        number = other.number;
        inbound = other.inbound;
        multiplexed = other.multiplexed;
        polled = other.polled;
        unanswered = other.unanswered;
        arrivalKnown = other.arrivalKnown;
        windowLimited = other.windowLimited;
        requestBytes = other.requestBytes;
        responseBytes = other.responseBytes;
        retransmits = other.retransmits;
        sendUs = other.sendUs;
        networkUs = other.networkUs;
        peerUs = other.peerUs;
        pickupUs = other.pickupUs;
        transferUs = other.transferUs;
        unreadUs = other.unreadUs;
        queueWaitUs = other.queueWaitUs;
        serviceUs = other.serviceUs;
        totalUs = other.totalUs;
        gcUs = other.gcUs;
        beginNs = other.beginNs;
        endNs = other.endNs;
    }

    /**
     * Takes an exchange of datagrams apart whose arrival nobody saw; bytes and {@link #gcUs} are left to the caller.
     *
     * @param firstReadNs when the first answer was read, or when nobody waited any more
     */
    public void setDatagrams(
            int newNumber, long firstSendNs, long lastSendNs, long firstReadNs, long lastReadNs, boolean isUnanswered) {
        clear();
        number = newNumber;
        unanswered = isUnanswered;
        beginNs = firstSendNs;
        endNs = lastReadNs;
        totalUs = us(endNs, 0);
        long firstRead = Math.min(us(firstReadNs, 0), totalUs);
        sendUs = Math.min(us(lastSendNs, 0), firstRead);
        peerUs = firstRead - sendUs;
        transferUs = totalUs - firstRead;
    }

    /**
     * Takes an exchange apart whose reader went on as soon as its calls returned.
     *
     * @see #read(KernelExchange, boolean, Pauses)
     */
    public void read(KernelExchange exchange, boolean isInbound) {
        read(exchange, isInbound, Pauses.NONE);
    }

    /**
     * Takes an exchange apart. A read that returned while the JVM was stopped ends with the stop: the data lay in a buffer of
     * the JVM, but no Java code had them before. {@link #gcUs} is left unknown.
     */
    public void read(KernelExchange exchange, boolean isInbound, Pauses pauses) {
        clear();
        number = exchange.number();
        inbound = isInbound;
        multiplexed = exchange.has(RecordLayout.EXCHANGE_MULTIPLEXED);
        polled = exchange.has(RecordLayout.EXCHANGE_POLLED);
        unanswered = exchange.has(RecordLayout.EXCHANGE_UNANSWERED);
        arrivalKnown = !exchange.has(RecordLayout.EXCHANGE_NO_ARRIVAL);
        windowLimited = exchange.has(RecordLayout.EXCHANGE_WINDOW_LIMITED);
        retransmits = exchange.retransmits();
        requestBytes = isInbound ? exchange.receivedBytes() : exchange.sentBytes();
        responseBytes = isInbound ? exchange.sentBytes() : exchange.receivedBytes();
        beginNs = isInbound ? exchange.arrivalNs() : exchange.firstSendNs();
        long firstReadNs = pauses.resumeNs(exchange.firstReadNs());
        long lastReadNs = pauses.resumeNs(exchange.lastReadNs());
        endNs = isInbound ? exchange.lastSendNs() : lastReadNs;
        if (!multiplexed) {
            if (isInbound) {
                readServer(exchange, firstReadNs, lastReadNs);
            } else {
                readClient(exchange, firstReadNs);
            }
        }
    }

    private void readClient(KernelExchange exchange, long firstReadNs) {
        long end = us(endNs, 0);
        long arrival = unanswered ? end : Math.min(us(exchange.arrivalNs(), 0), end);
        long firstRead = unanswered ? end : Math.min(us(firstReadNs, arrival), end);
        long sent = Math.min(us(exchange.lastSendNs(), 0), arrival);
        long sentAgain = Math.min(us(exchange.retransmitNs(), sent), arrival);
        sendUs = sent;
        peerUs = Math.max(0, arrival - sentAgain - exchange.minRttUs());
        networkUs = arrival - sent - peerUs;
        pickupUs = firstRead - arrival;
        transferUs = end - firstRead;
        unreadUs = Math.min(exchange.unreadUs(), transferUs);
        totalUs = end;
    }

    private void readServer(KernelExchange exchange, long firstReadNs, long lastReadNs) {
        long end = us(endNs, 0);
        long firstRead = Math.min(us(firstReadNs, 0), end);
        long lastRead = Math.min(us(lastReadNs, firstRead), end);
        long firstSend = unanswered ? end : Math.min(us(exchange.firstSendNs(), lastRead), end);
        queueWaitUs = firstRead;
        transferUs = lastRead - firstRead;
        serviceUs = firstSend - lastRead;
        sendUs = end - firstSend;
        totalUs = end;
    }

    /** Whole microseconds since the beginning, at least as many as given: a call may return after what it caused. */
    private long us(long timeNs, long atLeast) {
        return Math.max(atLeast, (timeNs - beginNs) / 1_000);
    }
}
