// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

/**
 * Distributions and counts of the exchanges of one endpoint, or of whatever else exchanges are told apart by. A
 * distribution exists from its first value on.
 *
 * <p>Only an exchange that has times of its own has a duration: what was multiplexed, or never answered, is counted and
 * left out. A request without answer would last for as long as somebody cared to wait, and a connection that only sends
 * (a log, metrics) until it is closed.
 *
 * <p>Memory, measured: about 21 KiB, at most 31, for each of the three distributions of a client, two of a server, while
 * in use; 4 KiB, at most 14, when it was idle for a minute; see {@link Distribution}.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class ExchangeDistributions {
    /** Requests that got no answer. */
    private long unansweredCount;

    /** Exchanges without times. */
    private long multiplexedCount;

    private Distribution total;
    private Distribution peer;
    private Distribution pickup;
    private Distribution queueWait;

    /** Counts an exchange in. */
    public void record(ExchangeParts parts, long nowNs) {
        if (parts.unanswered) {
            unansweredCount++;
        } else if (parts.multiplexed) {
            multiplexedCount++;
        } else if (parts.has()) {
            total = recordIn(total, parts.totalUs, nowNs);
            if (parts.inbound) {
                queueWait = recordIn(queueWait, parts.queueWaitUs, nowNs);
            } else {
                peer = recordIn(peer, parts.peerUs, nowNs);
                pickup = recordIn(pickup, parts.pickupUs, nowNs);
            }
        }
    }

    private static Distribution recordIn(Distribution distribution, long us, long nowNs) {
        Distribution to = distribution == null ? new Distribution() : distribution;
        to.record(us, nowNs);
        return to;
    }

    /** Judges a call by its duration and, if the threshold is adaptive, by the exchanges of the last minute. */
    public boolean isSlow(SlowThreshold threshold, long totalUs, long nowNs) {
        SlidingMinute minute = threshold.isAdaptive() && total != null ? total.recentMinute(nowNs) : null;
        return minute == null
                ? threshold.isSlow(totalUs, 0, 0)
                : threshold.isSlow(totalUs, minute.judgedCount(), minute.judgedP99Us());
    }

    /** Gives back memory that was not in use for a minute. */
    public void forgetIdle(long nowNs) {
        for (Distribution distribution : new Distribution[] {total, peer, pickup, queueWait}) {
            if (distribution != null) {
                distribution.forgetIdle(nowNs);
            }
        }
    }

    /** Forgets everything. */
    public void reset() {
        unansweredCount = multiplexedCount = 0;
        total = peer = pickup = queueWait = null;
    }

    public long unansweredCount() {
        return unansweredCount;
    }

    public long multiplexedCount() {
        return multiplexedCount;
    }

    /** Duration of exchanges; null: none yet. */
    public Distribution total() {
        return total;
    }

    /** Client: time that the peer took. */
    public Distribution peer() {
        return peer;
    }

    /** Client: arrival to first read. */
    public Distribution pickup() {
        return pickup;
    }

    /** Server: arrival to first read. */
    public Distribution queueWait() {
        return queueWait;
    }
}
