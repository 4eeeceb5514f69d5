// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

/**
 * Is told of flows: see {@link Ebpflow#subscribe}.
 *
 * <p>Threading: called by one thread of the agent for each subscription, one event after the other.
 */
@FunctionalInterface
public interface FlowListener {
    /**
     * Something happened to a flow. While this runs, further events wait in the subscription's queue; when that is full they are
     * dropped and counted. What is thrown here is counted, and logged once by the agent.
     *
     * <p>What this thread itself sends and receives is not seen by the agent, so a listener may write to a socket without being
     * told of that.
     */
    void onFlow(FlowEvent event);
}
