// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

/**
 * What is known of a flow, an endpoint, a request name or a thread: one kind of row, each view shows of it what it has.
 * Counts are since it was first seen, or since the last reset.
 *
 * <p>Threading: confined to the main thread.
 */
final class Row {
    String name;

    /** Flows. */
    String local = "";

    String protocol = "";
    String thread = "";
    String request = "";
    /** -1: not known. */
    long ageUs = -1;

    long ageAtMs;

    /** Null: it is closed. */
    Row endpoint;

    /** By whom; empty: it is open. */
    String closedBy = "";

    private boolean isShownClosed;

    /** Threads. */
    long tid;

    /** Last flow of a thread; endpoint of the longest call of a request. */
    String peer = "";

    /** Endpoints: flows that are open. */
    long openCount;

    /** What others asked of us, and what we asked of others. For both, those with times are counted apart. */
    long servedCount;

    long servedTimedCount;
    long servedUs;
    long servedMaxUs;
    long queueUs;

    long callCount;
    long callTimedCount;
    long callUs;
    long callMaxUs;
    long peerUs;
    long networkUs;
    long pickupUs;

    long connectCount;
    long connectUs;
    long errorCount;

    long sentBytes;
    long receivedBytes;
    long retransmitCount;
    long srttUs = -1;

    /** When it last moved. */
    long movedMs;

    /** Of the interval that ended last. */
    double sentPerSecond;

    double receivedPerSecond;
    double workPerSecond;

    private long sentBefore;
    private long receivedBefore;
    private long workBefore;

    Row(String name) {
        this.name = name;
    }

    /** Calls and served requests. */
    long workCount() {
        return callCount + servedCount;
    }

    /** All time that was spent in calls and requests. */
    long workUs() {
        return callUs + servedUs;
    }

    long workAverageUs() {
        return average(callUs + servedUs, callTimedCount + servedTimedCount);
    }

    long workMaxUs() {
        return Math.max(callMaxUs, servedMaxUs);
    }

    /** -1: there is nothing to take an average of. */
    static long average(long sum, long count) {
        return count == 0 ? -1 : (sum + count / 2) / count;
    }

    /** What it carried before we looked is no part of a rate. */
    void beginAt(long sent, long received) {
        sentBytes = sent;
        receivedBytes = received;
        sentBefore = sent;
        receivedBefore = received;
    }

    /** Whether it was closed an interval ago; asked once in each. */
    boolean isOver() {
        boolean isOver = isShownClosed;
        isShownClosed = !closedBy.isEmpty();
        return isOver;
    }

    void endInterval(double seconds, long nowMs) {
        if (ageUs >= 0 && endpoint != null) {
            ageUs += (nowMs - ageAtMs) * 1_000;
            ageAtMs = nowMs;
        }
        sentPerSecond = (sentBytes - sentBefore) / seconds;
        receivedPerSecond = (receivedBytes - receivedBefore) / seconds;
        workPerSecond = (workCount() - workBefore) / seconds;
        sentBefore = sentBytes;
        receivedBefore = receivedBytes;
        workBefore = workCount();
    }
}
