// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * One fact about one flow: what is a line of JSON in the agent's log, key by key (docs/output.md says what each means). What does
 * not apply or is not known is null, a number {@code -1}; what is not said to be so is false.
 *
 * <p>A newer agent may have more keys than this class: {@link #values}.
 *
 * <p>Threading: immutable.
 */
public final class FlowEvent {
    private static final long UNKNOWN = -1;

    private final Map<String, Object> values;

    FlowEvent(Map<String, Object> values) {
        this.values = values;
    }

    /** What happened. */
    public EventKind kind() {
        return EventKind.of(values.get("event"));
    }

    /** When, to the microsecond. */
    public Instant time() {
        return Instant.parse(text("ts"));
    }

    /** Who began the flow; null: not known. */
    public Direction direction() {
        String direction = text("direction");
        return direction == null ? null : direction.equals("in") ? Direction.IN : Direction.OUT;
    }

    /** {@code tcp} or {@code udp}. */
    public String protocol() {
        return text("proto");
    }

    /** Our address. */
    public String localAddress() {
        return text("local_addr");
    }

    /** Our port. */
    public long localPort() {
        return number("local_port");
    }

    /** The peer's address. */
    public String remoteAddress() {
        return text("remote_addr");
    }

    /** The peer's port. */
    public long remotePort() {
        return number("remote_port");
    }

    /** Host name that the application looked up for this flow. */
    public String remoteName() {
        return text("remote_name");
    }

    /** Container of this machine that the peer is in, if it is another one than ours; what is not known of it is null. */
    public Container remoteContainer() {
        return new Container(this, "remote_");
    }

    /** Network interface. */
    public String interfaceName() {
        return text("interface");
    }

    /** The same for all events of a flow, hexadecimal. */
    public String flowId() {
        return text("flow_id");
    }

    /** 4 or 6; IPv4-mapped IPv6 is 4. */
    public long ipVersion() {
        return number("ip_version");
    }

    /** The flow is older than the agent. */
    public boolean isPreexisting() {
        return flag("preexisting");
    }

    /** This process, in its own pid namespace. */
    public long pid() {
        return number("pid");
    }

    /** Kernel thread id of who caused it. */
    public long tid() {
        return number("tid");
    }

    /** Java name of the thread that caused it, the virtual one if it is one. */
    public String threadName() {
        return text("thread");
    }

    /** Its Java thread id. */
    public long threadId() {
        return number("thread_id");
    }

    /** Whether it is a virtual thread. */
    public boolean isVirtualThread() {
        return flag("virtual");
    }

    /** Number of the request that the thread served. */
    public long contextId() {
        return number("context_id");
    }

    /** {@code http job grpc jms custom}. */
    public String contextKind() {
        return text("context_kind");
    }

    /** Name of the request: {@code GET /orders/{id}}. */
    public String context() {
        return text("context");
    }

    /** Trace that the request belongs to. */
    public String traceId() {
        return text("trace_id");
    }

    /** How sure it is who caused it: {@code exact inherited thread unknown}. */
    public String confidence() {
        return text("confidence");
    }

    /** Code path that connected or accepted, nearest application frame first; empty: not known. */
    public List<String> openedBy() {
        return path("opened_by");
    }

    /** Code path that made the call, nearest application frame first; empty: not known. */
    public List<String> usedBy() {
        return path("used_by");
    }

    /** SYN sent to established, or to failure, microseconds. */
    public long connectUs() {
        return number("connect_us");
    }

    /** Established to accept(), microseconds. */
    public long acceptWaitUs() {
        return number("accept_wait_us");
    }

    /** Host name look-up, microseconds. */
    public long lookupUs() {
        return number("lookup_us");
    }

    /** Sending the request, of a server the response, microseconds. */
    public long sendUs() {
        return number("send_us");
    }

    /** Of a client's wait, the network's part, microseconds. */
    public long networkUs() {
        return number("network_us");
    }

    /** Of a client's wait, the peer's part, microseconds. */
    public long peerUs() {
        return number("peer_us");
    }

    /** From the arrival of the response until it was read: this JVM was late, microseconds. */
    public long pickupUs() {
        return number("pickup_us");
    }

    /** First to last read, microseconds. */
    public long transferUs() {
        return number("transfer_us");
    }

    /** From the arrival of a request until it was read: no thread was free, microseconds. */
    public long queueWaitUs() {
        return number("queue_wait_us");
    }

    /** From the request read until the first byte of the response, microseconds. */
    public long serviceUs() {
        return number("service_us");
    }

    /** The whole exchange, microseconds. */
    public long totalUs() {
        return number("total_us");
    }

    /** Garbage collection and other pauses in it, while data waited for this JVM, microseconds. */
    public long gcUs() {
        return number("gc_us");
    }

    /** Where most of a slow call's time went: {@code peer network jvm connect lookup}. */
    public String verdict() {
        return text("verdict");
    }

    /** Size of the request. */
    public long requestBytes() {
        return number("request_bytes");
    }

    /** Size of the response. */
    public long responseBytes() {
        return number("response_bytes");
    }

    /** Requests overlap on this connection: there are no times. */
    public boolean isMultiplexed() {
        return flag("multiplexed");
    }

    /** The request got no answer. */
    public boolean isUnanswered() {
        return flag("unanswered");
    }

    /** Of the flow so far. */
    public long bytesSent() {
        return number("bytes_sent");
    }

    /** Of the flow so far. */
    public long bytesReceived() {
        return number("bytes_received");
    }

    /** Segments or datagrams of the flow so far. */
    public long segmentsOut() {
        return number("segments_out");
    }

    /** Segments or datagrams of the flow so far. */
    public long segmentsIn() {
        return number("segments_in");
    }

    /** Segments that were sent again, of the flow so far. */
    public long retransmits() {
        return number("retransmits");
    }

    /** Smoothed round-trip time, microseconds. */
    public long srttUs() {
        return number("srtt_us");
    }

    /** Of the flow so far, microseconds. */
    public long durationUs() {
        return number("duration_us");
    }

    /** Symbolic errno, {@code ECONNREFUSED}, or why a name was not found. */
    public String error() {
        return text("error");
    }

    /** {@code local remote reset timeout}. */
    public String closedBy() {
        return text("closed_by");
    }

    /** Program of this process. */
    public String exe() {
        return text("exe");
    }

    /** User that this process runs as. */
    public long uid() {
        return number("uid");
    }

    /** Name of that user. */
    public String user() {
        return text("user");
    }

    /** Group that it runs as. */
    public long gid() {
        return number("gid");
    }

    /** Name of that group. */
    public String group() {
        return text("group");
    }

    /** Who started this process. */
    public long parentPid() {
        return number("parent_pid");
    }

    /** Program of who started this process. */
    public String parentExe() {
        return text("parent_exe");
    }

    /** Container that this process is in; all null: none, or it is not known. */
    public Container container() {
        return new Container(this, "");
    }

    /** HEALTH: what was lost, by name; empty otherwise. */
    @SuppressWarnings("unchecked")
    public Map<String, Long> lostRecords() {
        Object lost = values.get("lost_records");
        return lost instanceof Map ? (Map<String, Long>) lost : Collections.emptyMap();
    }

    /** @return the text under a key of the JSON; null: there is none */
    public String text(String key) {
        Object value = values.get(key);
        return value instanceof String ? (String) value : null;
    }

    /** @return the number under a key of the JSON; -1: there is none */
    public long number(String key) {
        Object value = values.get(key);
        return value instanceof Long ? (Long) value : UNKNOWN;
    }

    private boolean flag(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    @SuppressWarnings("unchecked")
    private List<String> path(String key) {
        Object value = values.get(key);
        return value instanceof List ? (List<String>) value : Collections.emptyList();
    }

    /** Everything by its key in the JSON: String, Long, Boolean, a list of String, a map of Long. Not to be changed. */
    public Map<String, Object> values() {
        return values;
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
