// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.view.FlowView;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Exports flows: a record at each snapshot of a flow and at its end, and one for a connect that failed. What the collector shows of
 * who caused it is what the first record says, so a flow over which nothing has gone yet has none.
 *
 * <p>Threading: confined to the view thread; counts by any thread.
 */
public final class ExportView implements FlowView {
    private final RecordSink publisher;
    private final FlowRecord record;
    private final ExportedFlows flows;
    private boolean isStarted;

    /**
     * Nothing is sent before the view thread runs.
     *
     * @param facts what to say of this JVM
     * @param snapshotNs interval of snapshots, 0: there are none
     */
    public ExportView(ZmqPublisher publisher, Supplier<JvmFacts> facts, long snapshotNs) {
        this((RecordSink) publisher, facts, snapshotNs);
    }

    ExportView(RecordSink publisher, Supplier<JvmFacts> facts, long snapshotNs) {
        this.publisher = publisher;
        record = new FlowRecord(facts);
        flows = new ExportedFlows(snapshotNs);
    }

    @Override
    public void onEvent(FlowEvent event) {
        switch (event.type) {
            case CONNECT:
            case ACCEPT:
            case EXCHANGE:
            case UDP:
                remember(event);
                return;
            case FLOW:
                snapshot(event);
                return;
            case UDP_FLOW:
                if (event.closedBy == null) {
                    snapshot(event);
                } else {
                    last(event);
                }
                return;
            case CLOSE:
                last(event);
                return;
            case CONNECT_FAILED:
                publish(event, new ExportedFlow(0));
                return;
            default: // of a flow whose record says it as well, or of none
        }
    }

    private void remember(FlowEvent event) {
        if (event.lookup) {
            return;
        }
        ExportedFlow flow = flows.of(event);
        if (flow != null) {
            flow.see(event);
        }
    }

    private void snapshot(FlowEvent event) {
        ExportedFlow flow = flows.of(event);
        if (flow == null) {
            return; // its last record says it all
        }
        flow.see(event);
        if (flow.isUsed() || event.bytesSent > 0 || event.bytesReceived > 0) {
            publish(event, flow);
        }
    }

    private void last(FlowEvent event) {
        ExportedFlow flow = flows.of(event);
        publish(event, flow == null ? new ExportedFlow(0) : flow);
        flows.remove(event);
    }

    private void publish(FlowEvent event, ExportedFlow flow) {
        flow.see(event);
        flow.counters.advance(event);
        publisher.offer(record.of(event, flow));
    }

    @Override
    public void onIdle() {
        if (!isStarted) {
            isStarted = true;
            publisher.start();
        }
    }

    @Override
    public Map<String, Long> counters() {
        return publisher.counters();
    }

    @Override
    public long lostCount() {
        return publisher.lostCount();
    }

    @Override
    public String lostName() {
        return "export_records";
    }

    @Override
    public void close() {
        publisher.close();
    }
}
