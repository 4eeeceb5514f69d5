// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.JvmFacts;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Turns an event into a map with the keys of its JSON: what can be kept, and handed to classes that know nothing of ours.
 *
 * <p>Threading: confined to the view thread.
 */
public final class EventMap {
    private final MapObject members = new MapObject();
    private final JsonFormat format;

    /** @param facts about this JVM, the same object as long as nothing was read again */
    public EventMap(Supplier<JvmFacts> facts) {
        this(facts, InterfaceNames.ofSystem());
    }

    EventMap(Supplier<JvmFacts> facts, InterfaceNames interfaces) {
        format = new JsonFormat(facts, interfaces, members);
    }

    /** @return String, Long, Boolean, list of String or map of Long by key; not to be changed */
    public Map<String, Object> of(FlowEvent event) {
        format.append(null, event);
        return members.take();
    }
}
