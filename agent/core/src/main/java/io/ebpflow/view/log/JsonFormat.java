// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.bridge.CallPath;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Address;
import io.ebpflow.net.Errno;
import io.ebpflow.process.JvmFacts;
import java.util.function.Supplier;

/**
 * One JSON object per event. Keys, their order and their meaning: docs/output.md. What is not known has no key.
 *
 * <p>Threading: confined to the view thread.
 */
final class JsonFormat implements LineFormat {
    private final long pid;
    private final InterfaceNames interfaces;
    private final ProcessJson process;
    private final JsonObject json;
    private final StringBuilder name = new StringBuilder();

    /** @param facts about this JVM, the same object as long as nothing was read again */
    JsonFormat(Supplier<JvmFacts> facts, InterfaceNames interfaces) {
        this(facts, interfaces, new JsonObject());
    }

    /** @param json takes the members */
    JsonFormat(Supplier<JvmFacts> facts, InterfaceNames interfaces, JsonObject json) {
        this.json = json;
        this.pid = facts.get().process.pid;
        this.interfaces = interfaces;
        process = new ProcessJson(facts);
    }

    @Override
    public void append(StringBuilder to, FlowEvent event) {
        json.begin(to);
        UtcTime.appendMicros(json.rawString("ts"), event.epochUs);
        json.endRawString();
        json.text("event", event.type.jsonName());
        if (event.type == EventType.HEALTH) {
            json.number("pid", pid);
            json.process(process);
            json.counts("lost_records", event.health);
        } else {
            appendAddresses(event);
            appendAttribution(event);
            appendMeasurements(event);
            json.process(process);
        }
        json.end();
    }

    private void appendAddresses(FlowEvent event) {
        if (!event.lookup) {
            json.text("proto", event.tcp ? "tcp" : "udp");
        }
        int version = ipVersion(event);
        if (version != 0) {
            json.number("ip_version", version);
        }
        if (event.directionKnown) {
            json.text("direction", event.inbound ? "in" : "out");
        }
        if (!event.local.isUnspecified() || event.type == EventType.LISTEN) {
            address("local_addr", event.local);
        }
        port("local_port", event.localPort);
        if (!event.remote.isUnspecified()) {
            address("remote_addr", event.remote);
        }
        port("remote_port", event.remotePort);
        json.text("remote_name", event.remoteName);
        RemoteContainerKeys.tell(event.remoteContainer, json::text);
        json.text("interface", interfaces.nameOf(event.interfaceIndex));
        if (event.flowId != 0) {
            json.rawString("flow_id").append(Long.toHexString(event.flowId));
            json.endRawString();
        }
        if (event.preexisting) {
            json.bool("preexisting", true);
        }
    }

    /** 0: not known. A socket on {@code ::} with an unknown peer may talk to either; one that listens there is IPv6. */
    private static int ipVersion(FlowEvent event) {
        Address telling = event.remote.isUnspecified() ? event.local : event.remote;
        if (telling.isIpv4()) {
            return 4;
        }
        return telling.isUnspecified() && event.type != EventType.LISTEN ? 0 : 6;
    }

    private void address(String key, Address address) {
        address.appendTo(json.rawString(key));
        json.endRawString();
    }

    private void port(String key, int port) {
        if (port != 0) {
            json.number(key, port);
        }
    }

    private void appendAttribution(FlowEvent event) {
        json.number("pid", pid);
        if (event.tid != 0) {
            json.number("tid", event.tid);
        }
        json.text("thread", event.threadName);
        if (event.threadId != 0) {
            json.number("thread_id", event.threadId);
            // Of a thread that is known by its id alone nobody can say it.
            if (event.threadName != null) {
                json.bool("virtual", event.virtualThread);
            }
        }
        appendRequest(event);
        json.text("confidence", event.confidence.jsonName());
        appendPath("opened_by", event.openedBy);
        appendPath("used_by", event.usedBy);
    }

    private void appendPath(String key, CallPath path) {
        if (path != null && path.frames().length != 0) {
            json.texts(key, path.frames());
        }
    }

    private void appendRequest(FlowEvent event) {
        if (event.request.id == 0) {
            return;
        }
        json.number("context_id", event.request.id);
        json.text("context_kind", event.request.kind());
        name.setLength(0);
        event.request.appendTo(name);
        json.text("context", name.length() == 0 ? null : name);
        json.text("trace_id", event.request.trace());
    }

    private void appendMeasurements(FlowEvent event) {
        ns("connect_us", event.connectNs);
        ns("lookup_us", event.lookupNs);
        ns("accept_wait_us", event.acceptWaitNs);
        ExchangeJson.append(json, event.exchange, event.tcp);
        if (event.verdict != null) {
            json.text("verdict", event.verdict.jsonName());
        }
        known("bytes_sent", event.bytesSent);
        known("bytes_received", event.bytesReceived);
        known("segments_out", event.segmentsOut);
        known("segments_in", event.segmentsIn);
        known("retransmits", event.retransmits);
        known("srtt_us", event.srttUs);
        ns("duration_us", event.durationNs);
        known("backlog", event.backlog);
        if (event.errno != 0) {
            json.text("error", Errno.nameOf(event.errno));
        }
        json.text("error", event.lookupError);
        json.text("reset_by", event.resetBy);
        json.text("closed_by", event.closedBy);
    }

    private void known(String key, long value) {
        if (value >= 0) {
            json.number(key, value);
        }
    }

    /** Nanoseconds to microseconds, half up. */
    private void ns(String key, long valueNs) {
        if (valueNs >= 0) {
            json.number(key, valueNs / 1_000 + (valueNs % 1_000 >= 500 ? 1 : 0));
        }
    }
}
