// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.JvmFacts;
import java.util.function.Supplier;

/**
 * Turns an event into one line, a slow call into two, without the last line break; or into nothing, if the format has no line
 * for it.
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

    /**
     * For people, with a second line about process, thread and flow.
     *
     * @param facts about this JVM, the same object as long as nothing was read again
     */
    static LineFormat verbose(Supplier<JvmFacts> facts) {
        return new VerboseFormat(facts, InterfaceNames.ofSystem());
    }

    /**
     * The line of ebpflowexport.
     *
     * @param facts about this JVM, the same object as long as nothing was read again
     */
    static LineFormat ebpfflow(Supplier<JvmFacts> facts) {
        return new EbpfflowFormat(facts, InterfaceNames.ofSystem());
    }

    void append(StringBuilder to, FlowEvent event);
}
