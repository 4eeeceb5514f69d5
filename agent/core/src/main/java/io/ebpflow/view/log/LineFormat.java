// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.FlowEvent;

/**
 * Turns an event into one line, a slow call into two, without the last line break.
 *
 * <p>Threading: implementations are confined to the view thread.
 */
public interface LineFormat {
    /** One JSON object. */
    static LineFormat json() {
        return new JsonFormat(ProcessHandle.current().pid(), InterfaceNames.ofSystem());
    }

    /** For people. */
    static LineFormat text() {
        return new TextFormat();
    }

    void append(StringBuilder to, FlowEvent event);
}
