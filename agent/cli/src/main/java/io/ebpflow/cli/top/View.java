// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.List;

/**
 * What the table is of. Times are since the row was first seen: sums, averages of those calls that have a time, longest.
 *
 * <p>Threading: immutable.
 */
public enum View {
    FLOWS(
            "RCVD/s",
            Column.text("FLOW", 0, 22, 60, row -> row.name),
            Column.text("LOCAL", 6, 15, 47, row -> row.local),
            Column.bytes("SENT/s", 1, row -> row.sentPerSecond),
            Column.bytes("RCVD/s", 1, row -> row.receivedPerSecond),
            Column.bytes("SENT", 5, row -> row.sentBytes),
            Column.bytes("RCVD", 5, row -> row.receivedBytes),
            Column.count("RETR", 2, row -> row.retransmitCount),
            Column.duration("RTT", 2, row -> row.srttUs),
            Column.count("CALLS", 3, Row::workCount),
            Column.duration("AVG", 5, Row::workAverageUs),
            Column.duration("MAX", 3, row -> timed(row.workMaxUs(), row.callTimedCount + row.servedTimedCount)),
            Column.count("ERR", 7, row -> row.errorCount),
            Column.duration("AGE", 5, row -> row.ageUs),
            Column.text("CLOSED", 5, 7, 8, row -> row.closedBy),
            Column.text("THREAD", 4, 13, 60, row -> row.thread),
            Column.text("REQUEST", 6, 16, 200, row -> row.request)),
    ENDPOINTS(
            "TIME",
            Column.text("ENDPOINT", 0, 24, 80, row -> row.name),
            Column.count("OPEN", 1, row -> row.openCount),
            Column.count("CALLS", 1, Row::workCount),
            Column.rate("CALLS/s", 3, row -> row.workPerSecond),
            Column.duration("TIME", 2, row -> timed(row.workUs(), row.callTimedCount + row.servedTimedCount)),
            Column.duration("AVG", 1, Row::workAverageUs),
            Column.duration("MAX", 2, row -> timed(row.workMaxUs(), row.callTimedCount + row.servedTimedCount)),
            Column.duration("PEER", 5, row -> Row.average(row.peerUs, row.callTimedCount)),
            Column.duration("NET", 5, row -> Row.average(row.networkUs, row.callTimedCount)),
            Column.duration("PICKUP", 5, row -> Row.average(row.pickupUs, row.callTimedCount)),
            Column.duration("QUEUE", 5, row -> Row.average(row.queueUs, row.servedTimedCount)),
            Column.count("CONN", 6, row -> row.connectCount),
            Column.duration("CONNECT", 6, row -> Row.average(row.connectUs, row.connectCount)),
            Column.count("ERR", 2, row -> row.errorCount),
            Column.count("RETR", 4, row -> row.retransmitCount),
            Column.duration("RTT", 6, row -> row.srttUs),
            Column.bytes("SENT/s", 6, row -> row.sentPerSecond),
            Column.bytes("RCVD/s", 6, row -> row.receivedPerSecond),
            Column.bytes("SENT", 7, row -> row.sentBytes),
            Column.bytes("RCVD", 7, row -> row.receivedBytes)),
    REQUESTS(
            "TIME",
            Column.text("REQUEST", 0, 26, 120, row -> row.name),
            Column.text("KIND", 6, 6, 8, row -> row.protocol),
            Column.count("SERVED", 1, row -> row.servedCount),
            Column.duration("TIME", 2, row -> timed(row.servedUs, row.servedTimedCount)),
            Column.duration("AVG", 1, row -> Row.average(row.servedUs, row.servedTimedCount)),
            Column.duration("MAX", 2, row -> timed(row.servedMaxUs, row.servedTimedCount)),
            Column.duration("QUEUE", 4, row -> Row.average(row.queueUs, row.servedTimedCount)),
            Column.count("CALLS", 1, row -> row.callCount),
            Column.duration("WAITED", 1, row -> timed(row.callUs, row.callTimedCount)),
            Column.duration("W.MAX", 5, row -> timed(row.callMaxUs, row.callTimedCount)),
            Column.count("ERR", 3, row -> row.errorCount),
            Column.bytes("SENT", 6, row -> row.sentBytes),
            Column.bytes("RCVD", 6, row -> row.receivedBytes),
            Column.text("LONGEST WAIT FOR", 5, 20, 200, row -> row.peer)),
    THREADS(
            "WAITED",
            Column.text("THREAD", 0, 20, 80, row -> row.name),
            Column.id("TID", 6, row -> row.tid),
            Column.count("CALLS", 1, row -> row.callCount),
            Column.rate("CALLS/s", 4, row -> row.workPerSecond),
            Column.duration("WAITED", 1, row -> timed(row.callUs, row.callTimedCount)),
            Column.duration("AVG", 4, row -> Row.average(row.callUs, row.callTimedCount)),
            Column.duration("MAX", 2, row -> timed(row.callMaxUs, row.callTimedCount)),
            Column.count("SERVED", 3, row -> row.servedCount),
            Column.duration("S.TIME", 6, row -> timed(row.servedUs, row.servedTimedCount)),
            Column.count("ERR", 3, row -> row.errorCount),
            Column.bytes("SENT", 5, row -> row.sentBytes),
            Column.bytes("RCVD", 5, row -> row.receivedBytes),
            Column.text("LAST FLOW", 2, 22, 60, row -> row.peer),
            Column.text("REQUEST", 6, 16, 200, row -> row.request));

    final List<Column> columns;
    final String sortedBy;

    View(String sortedBy, Column... columns) {
        this.sortedBy = sortedBy;
        this.columns = List.of(columns);
    }

    /** Number of a column by its heading, whatever its case; -1: there is none. */
    int columnOf(String heading) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).heading.equalsIgnoreCase(heading)) {
                return i;
            }
        }
        return -1;
    }

    /** Nothing is shown of what nobody has measured. */
    private static long timed(long us, long count) {
        return count == 0 ? -1 : us;
    }
}
