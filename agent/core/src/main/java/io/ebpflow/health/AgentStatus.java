// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the agent does, as it was when somebody asked.
 *
 * <p>Threading: immutable.
 */
public final class AgentStatus {
    /** From start to uninstall. */
    public enum State {
        /** The loader has not answered yet. */
        STARTING,
        /** Flows are seen. */
        RUNNING,
        /** No flow is seen; the problem says why. */
        OFF;

        /** As users see it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final State state;
    private final String problem;
    private final String version;
    private final Map<String, String> signals;
    private final Map<String, Long> lostRecords;
    private final Map<String, Long> counters;

    /**
     * @param problem what is wrong and what mends it; null: nothing
     * @param signals how each signal is attached, by its name; {@code none} where it is not
     * @param lostRecords records that the kernel could not deliver, by event
     * @param counters everything else worth counting, by name with its unit
     */
    public AgentStatus(
            State state,
            String problem,
            String version,
            Map<String, String> signals,
            Map<String, Long> lostRecords,
            Map<String, Long> counters) {
        this.state = state;
        this.problem = problem;
        this.version = version;
        this.signals = copy(signals);
        this.lostRecords = copy(lostRecords);
        this.counters = copy(counters);
    }

    /** In the order of the original, unlike Map.copyOf. */
    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    public State state() {
        return state;
    }

    /** Null: nothing. */
    public String problem() {
        return problem;
    }

    public String version() {
        return version;
    }

    public Map<String, String> signals() {
        return signals;
    }

    public Map<String, Long> lostRecords() {
        return lostRecords;
    }

    public Map<String, Long> counters() {
        return counters;
    }
}
