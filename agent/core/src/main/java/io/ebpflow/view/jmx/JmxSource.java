// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.attribution.ThreadRow;
import io.ebpflow.flow.EndpointRow;
import io.ebpflow.flow.FlowCounts;
import io.ebpflow.flow.FlowRow;
import io.ebpflow.flow.RequestRow;
import io.ebpflow.health.AgentStatus;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * What the MBeans show. Answers come from the reader thread, which alone knows; TimeoutException says that it did not
 * answer in time.
 *
 * <p>Threading: thread-safe; called by threads of JMX.
 */
public interface JmxSource {
    AgentStatus status() throws TimeoutException;

    /** Live flows, in no order. */
    List<FlowRow> flows() throws TimeoutException;

    FlowCounts flowCounts() throws TimeoutException;

    /** Remote endpoints and own ports, in no order. */
    List<EndpointRow> endpoints() throws TimeoutException;

    /** Names of requests, in no order. */
    List<RequestRow> requests() throws TimeoutException;

    /** Live platform threads that are known, in no order. */
    List<ThreadRow> threads() throws TimeoutException;

    /** Kept by itself: the reader thread is not asked. */
    SlowCalls slowCalls();

    /** Counters and latencies of all endpoints begin again at zero. */
    void resetEndpoints() throws TimeoutException;

    /** Forgets all names of requests and what was counted of them. */
    void resetRequests() throws TimeoutException;

    /** Takes the agent out of this JVM, MBeans included. */
    void uninstall() throws TimeoutException;
}
