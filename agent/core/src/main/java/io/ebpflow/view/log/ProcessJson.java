// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;
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
        json.text("exe", current.process.exe);
        number("uid", current.process.uid);
        json.text("user", current.process.user);
        number("gid", current.process.gid);
        json.text("group", current.process.group);
        number("parent_pid", current.process.parentPid);
        json.text("parent_exe", current.parent == null ? null : current.parent.exe);
        ContainerFacts container = current.container;
        json.text("container_id", container.id);
        json.text("container_runtime", container.runtime);
        json.text("container_name", container.name);
        json.text("kube_pod", container.pod);
        json.text("kube_namespace", container.namespace);
        rendered.deleteCharAt(0); // the brace
    }

    private void number(String key, int value) {
        if (value != ProcessFacts.UNKNOWN) {
            json.number(key, value);
        }
    }
}
