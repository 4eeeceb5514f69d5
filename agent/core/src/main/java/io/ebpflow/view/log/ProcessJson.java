// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.process.JvmFacts;
import java.util.function.Supplier;

/**
 * The keys about this JVM's process and its container, the same in every record until something changes: rendered once, then
 * copied.
 *
 * <p>Threading: confined to the view thread.
 */
final class ProcessJson {
    private final Supplier<JvmFacts> facts;
    private final JsonObject json = new JsonObject();
    private final StringBuilder rendered = new StringBuilder();
    private JvmFacts of;

    /** @param facts the same object as long as nothing was read again */
    ProcessJson(Supplier<JvmFacts> facts) {
        this.facts = facts;
    }

    /** Members without the braces around them. */
    CharSequence members() {
        JvmFacts current = facts.get();
        if (current != of) {
            of = current;
            render(current);
        }
        return rendered;
    }

    private void render(JvmFacts current) {
        rendered.setLength(0);
        json.begin(rendered);
        write(json, current);
        rendered.deleteCharAt(0); // the brace
    }

    /** The same to somebody else. */
    void writeTo(JsonObject to) {
        write(to, facts.get());
    }

    private static void write(JsonObject to, JvmFacts current) {
        ProcessKeys.tell(current, (key, value) -> append(to, key, value));
    }

    private static void append(JsonObject to, String key, Object value) {
        if (value instanceof Integer) {
            to.number(key, (Integer) value);
        } else {
            to.text(key, (String) value);
        }
    }
}
