// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.JvmFacts;
import java.util.function.Supplier;

/**
 * Turns an event into one line, a slow call into two, without the last line break.
 *
 * <p>Threading: implementations are confined to the view thread.
 */
public interface LineFormat {
    /**
     * One JSON object.
     *
     * @param facts about this JVM, the same object as long as nothing was read again
     */
    static LineFormat json(Supplier<JvmFacts> facts) {
        return new JsonFormat(facts, InterfaceNames.ofSystem());
    }

    /** For people. */
    static LineFormat text() {
        return new TextFormat();
    }

    void append(StringBuilder to, FlowEvent event);
}
