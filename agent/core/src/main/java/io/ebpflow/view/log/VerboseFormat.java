// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.Printable;
import io.ebpflow.process.JvmFacts;
import java.util.function.Supplier;

/**
 * Text, and under each event a line with what JSON says besides: process, thread, container, flow, request. A key that JSON
 * would not have is left out.
 *
 * <p>Threading: confined to the view thread.
 */
final class VerboseFormat implements LineFormat {
    private static final String INDENT = "\n                        ";

    private final TextFormat text = new TextFormat();
    private final Supplier<JvmFacts> facts;
    private final InterfaceNames interfaces;
    private final StringBuilder process = new StringBuilder();
    private JvmFacts of;

    /** @param facts about this JVM, the same object as long as nothing was read again */
    VerboseFormat(Supplier<JvmFacts> facts, InterfaceNames interfaces) {
        this.facts = facts;
        this.interfaces = interfaces;
    }

    @Override
    public void append(StringBuilder to, FlowEvent event) {
        text.append(to, event);
        JvmFacts current = facts.get();
        if (current != of) {
            of = current;
            process.setLength(0);
            ProcessKeys.tell(current, (key, value) -> word(process, key, value.toString()));
        }
        number(to.append(INDENT), "pid", current.process.pid);
        if (event.type == EventType.HEALTH) {
            to.append(process);
            return;
        }
        number(to, "tid", event.tid);
        number(to, "thread_id", event.threadId);
        to.append(process);
        RemoteContainerKeys.tell(event.remoteContainer, (key, value) -> word(to, key, value));
        word(to, "interface", interfaces.nameOf(event.interfaceIndex));
        if (event.flowId != 0) {
            to.append(" flow_id=").append(Long.toHexString(event.flowId));
        }
        if (event.exchange.has()) {
            number(to, "exchange", event.exchange.number);
        }
        word(to, "confidence", event.confidence.jsonName());
        if (event.request.id != 0) {
            number(to, "context_id", event.request.id);
            word(to, "context_kind", event.request.kind());
            word(to, "trace_id", event.request.trace());
        }
    }

    private static void word(StringBuilder to, String key, CharSequence value) {
        if (value != null) {
            Printable.append(to.append(' ').append(key).append('='), value);
        }
    }

    private static void number(StringBuilder to, String key, long value) {
        if (value != 0) {
            to.append(' ').append(key).append('=').append(value);
        }
    }
}
