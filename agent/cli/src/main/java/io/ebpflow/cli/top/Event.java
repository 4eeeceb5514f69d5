// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.Map;

/**
 * An event by the keys of its JSON, and the names that its rows have.
 *
 * <p>Threading: confined to the main thread.
 */
final class Event {
    private final Map<String, Object> values;

    Event(Map<String, Object> values) {
        this.values = values;
    }

    String text(String key) {
        Object value = values.get(key);
        return value instanceof String ? (String) value : "";
    }

    /** @return if it is not there, the second */
    long number(String key, long otherwise) {
        Object value = values.get(key);
        return value instanceof Long ? (Long) value : otherwise;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    boolean is(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    /** Null: none. */
    Map<?, ?> map(String key) {
        Object value = values.get(key);
        return value instanceof Map ? (Map<?, ?>) value : null;
    }

    boolean isInbound() {
        return text("direction").equals("in");
    }

    boolean isUdp() {
        return text("proto").equals("udp");
    }

    /** Of a thread as the text of the log writes it; empty: nobody is known. */
    String thread() {
        String name = text("thread");
        if (is("virtual")) {
            return (name.isEmpty() ? "" : name + " ") + "#" + number("thread_id", 0) + " virtual";
        }
        if (!name.isEmpty()) {
            return text("confidence").equals("thread") ? name + "?" : name;
        }
        return has("thread_id") ? "#" + number("thread_id", 0) : has("tid") ? "tid " + number("tid", 0) : "";
    }

    /** Empty: none is known. */
    String request() {
        String name = text("context");
        return name.isEmpty() ? text("context_kind") : name;
    }

    /** {@code -> db.internal:5432} */
    String peer() {
        String host = text("remote_name");
        if (host.isEmpty()) {
            host = text("remote_addr");
            host = host.isEmpty() ? "?" : bracketed(host);
        }
        String direction = text("direction");
        String arrow = direction.equals("out") ? "-> " : direction.equals("in") ? "<- " : "-  ";
        return arrow + host + (has("remote_port") ? ":" + number("remote_port", 0) : "") + (isUdp() ? "/udp" : "");
    }

    /** A remote endpoint, or one of our own ports. */
    String endpoint() {
        return isInbound() ? "<- :" + number("local_port", 0) + (isUdp() ? "/udp" : "") : peer();
    }

    String local() {
        String address = text("local_addr");
        return (address.isEmpty() ? "*" : bracketed(address)) + ":" + number("local_port", 0);
    }

    private static String bracketed(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }
}
