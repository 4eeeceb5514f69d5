// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.health;

import java.util.ArrayList;
import java.util.List;

/** Keeps what the agent said, each line after its level. */
public final class RecordingLog implements AgentLog {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void info(String line) {
        lines.add("INFO " + line);
    }

    @Override
    public void warn(String line) {
        lines.add("WARN " + line);
    }

    @Override
    public void error(String line) {
        lines.add("ERROR " + line);
    }

    public List<String> lines() {
        return lines;
    }
}
