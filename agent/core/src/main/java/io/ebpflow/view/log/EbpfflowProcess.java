// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.health.Printable;
import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;

/**
 * What ebpflowexport's line says about process, parent and container: the same in all lines until something changes, and
 * rendered then.
 *
 * <p>Threading: confined to the view thread.
 */
final class EbpfflowProcess {
    private final StringBuilder beforeTid = new StringBuilder();
    private final StringBuilder afterTid = new StringBuilder();
    private final StringBuilder container = new StringBuilder();
    private JvmFacts of;

    void set(JvmFacts facts) {
        if (facts == of) {
            return;
        }
        of = facts;
        beforeTid.setLength(0);
        beforeTid.append("[pid/tid: ").append(facts.process.pid).append('/');
        afterTid.setLength(0);
        appendProgram(facts.process);
        // The original never fills the parent's thread in.
        int parentPid = facts.process.parentPid;
        afterTid.append("[father pid/tid: ").append(orZero(parentPid)).append("/0");
        appendProgram(facts.parent);
        container.setLength(0);
        appendContainer(facts.container);
    }

    /** {@code [/usr/bin/java -Xmx1g], uid/gid: 0/0]}. */
    private void appendProgram(ProcessFacts process) {
        afterTid.append(" [");
        if (process != null) {
            String program = process.exe != null ? process.exe : process.name;
            Printable.append(afterTid, program == null ? "" : program);
            if (process.argument != null) {
                Printable.append(afterTid.append(' '), process.argument);
            }
        }
        afterTid.append("], uid/gid: ").append(process == null ? 0 : orZero(process.uid));
        afterTid.append('/').append(process == null ? 0 : orZero(process.gid)).append(']');
    }

    private static int orZero(int number) {
        return number == ProcessFacts.UNKNOWN ? 0 : number;
    }

    private void appendContainer(ContainerFacts facts) {
        part("containerID", facts.id);
        boolean isInPod = facts.pod != null || facts.namespace != null;
        part(isInPod ? "kube_name" : "docker_name", facts.name);
        part("kube_pod", facts.pod);
        part("kube_ns", facts.namespace);
    }

    private void part(String key, String value) {
        if (value != null) {
            Printable.append(container.append('[').append(key).append(": "), value)
                    .append(']');
        }
    }

    void appendTo(StringBuilder to, int tid) {
        to.append(beforeTid).append(tid).append(afterTid);
    }

    void appendContainerTo(StringBuilder to) {
        to.append(container);
    }
}
