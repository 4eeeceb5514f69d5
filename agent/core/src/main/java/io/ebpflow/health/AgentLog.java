// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.health;

/**
 * What the agent says about itself: logger {@code ebpflow.agent}. ERROR: the agent is off. WARN: data are incomplete, with
 * the fix. INFO: start, stop, configuration. Nothing per event.
 *
 * <p>Threading: thread-safe.
 */
public interface AgentLog {
    void info(String line);

    void warn(String line);

    void error(String line);
}
