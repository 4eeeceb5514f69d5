// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.attribution.Confidence;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.Printable;
import io.ebpflow.net.Address;
import java.util.Locale;

/**
 * One line per event for people, two for a slow call: time, event, addresses, what was measured, thread. Described in
 * docs/output.md.
 *
 * <p>Threading: confined to the view thread.
 */
final class TextFormat implements LineFormat {
    /** Width of CONNECT_FAILED. */
    private static final int EVENT_WIDTH = 14;

    /** Two IPv4 addresses of a private network with ports fit; longer ones push the rest to the right. */
    private static final int ADDRESSES_WIDTH = 36;

    private static final String[] NAMES = names();

    private static String[] names() {
        EventType[] types = EventType.values();
        String[] names = new String[types.length];
        for (EventType type : types) {
            names[type.ordinal()] = type.jsonName().toUpperCase(Locale.ROOT);
        }
        return names;
    }

    @Override
    public void append(StringBuilder to, FlowEvent event) {
        UtcTime.appendMillis(to, event.epochUs);
        to.append(' ');
        if (event.type == EventType.SLOW) {
            SlowText.append(to, event);
            return;
        }
        int start = to.length();
        to.append(NAMES[event.type.ordinal()]);
        padTo(to, start + EVENT_WIDTH + 1);
        if (event.type == EventType.HEALTH) {
            appendHealth(to, event.health);
            return;
        }
        start = to.length();
        appendAddresses(to, event);
        int end = to.length();
        padTo(to, start + ADDRESSES_WIDTH);
        int details = to.length();
        TextDetails.append(to, event);
        if (to.length() == details) {
            to.setLength(end);
        }
        appendRequest(to, event);
        appendThread(to, event);
    }

    /** Each part says itself what was lost: "lost connect 3, close 5". */
    private static void appendHealth(StringBuilder to, String health) {
        to.append("lost ");
        if (health != null) {
            Printable.append(to, health.replace(" ", ", ").replace('=', ' '));
        }
        to.append("; what is shown is incomplete");
    }

    /** {@code 10.0.0.5:43210 -> db.internal:5432 (10.0.3.7)}; of a lookup {@code db.internal = 10.0.3.7}. */
    static void appendAddresses(StringBuilder to, FlowEvent event) {
        if (event.lookup) {
            appendLookup(to, event);
            return;
        }
        appendAddress(to, event.local, event.localPort, event.type == EventType.LISTEN);
        if (event.type == EventType.LISTEN) {
            return;
        }
        to.append(!event.directionKnown ? " - " : event.inbound ? " <- " : " -> ");
        if (event.remoteName == null) {
            appendAddress(to, event.remote, event.remotePort, false);
            return;
        }
        Printable.append(to, event.remoteName).append(':').append(event.remotePort);
        event.remote.appendTo(to.append(" (")).append(')');
    }

    private static void appendLookup(StringBuilder to, FlowEvent event) {
        Printable.append(to, event.remoteName);
        if (!event.remote.isUnspecified()) {
            event.remote.appendTo(to.append(" = "));
        }
    }

    /** {@code *:53}: whatever address; {@code ?}: nothing is known. */
    private static void appendAddress(StringBuilder to, Address address, int port, boolean isListening) {
        if (address.isUnspecified() && port == 0) {
            to.append('?');
            return;
        }
        if (address.isUnspecified() && !isListening) {
            to.append('*');
        } else if (address.isIpv4()) {
            address.appendTo(to);
        } else {
            address.appendTo(to.append('[')).append(']');
        }
        if (port != 0) {
            to.append(':').append(port);
        }
    }

    /** {@code GET /orders/{id}}, where the thread was serving a request. */
    static void appendRequest(StringBuilder to, FlowEvent event) {
        int start = to.length();
        event.request.appendTo(to.append("  "));
        if (to.length() == start + 2) {
            to.setLength(start);
        }
    }

    /**
     * {@code [name]}, {@code [name #id virtual]}, {@code [#id virtual]}; {@code [name?]} where only the kernel thread is
     * known, {@code [tid 4711]} where not even its name is.
     */
    static void appendThread(StringBuilder to, FlowEvent event) {
        String name = event.threadName;
        if (event.tid == 0 && event.threadId == 0 && name == null) {
            return;
        }
        to.append("  [");
        boolean hasName = name != null && !name.isEmpty();
        if (hasName) {
            Printable.append(to, name);
            if (event.confidence == Confidence.THREAD) {
                to.append('?');
            }
        }
        if (event.threadId != 0 && (event.virtualThread || !hasName)) {
            to.append(hasName ? " #" : "#").append(event.threadId);
        } else if (!hasName) {
            to.append("tid ").append(event.tid);
        }
        to.append(event.virtualThread ? " virtual]" : "]");
    }

    private static void padTo(StringBuilder to, int length) {
        while (to.length() < length) {
            to.append(' ');
        }
    }
}
