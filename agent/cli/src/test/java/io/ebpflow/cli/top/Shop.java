// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some seconds of a web shop, as events.
 *
 * <p>Threading: confined to the test.
 */
final class Shop {
    private final Tables tables = new Tables(0);
    private long nowMs;
    private int exchange;

    static Tables tables() {
        Shop shop = new Shop();
        shop.oldConnections();
        shop.firstSeconds();
        shop.tables.endInterval(2_000);
        shop.nowMs = 2_500;
        shop.lastSeconds();
        shop.tables.endInterval(4_000);
        return shop.tables;
    }

    private void oldConnections() {
        add(
                "flow",
                "preexisting",
                true,
                "flow_id",
                "1f01",
                "remote_addr",
                "10.0.3.7",
                "remote_port",
                5432L,
                "bytes_sent",
                1_048_576L,
                "bytes_received",
                3_221_225_472L,
                "retransmits",
                7L,
                "srtt_us",
                1_999L,
                "duration_us",
                7_620_000_000L,
                "thread",
                "http-nio-8080-exec-3",
                "thread_id",
                29L,
                "tid",
                4_799L);
    }

    private void firstSeconds() {
        nowMs = 500;
        for (int i = 0; i < 3; i++) {
            String thread = "http-nio-8080-exec-" + (3 + i);
            Object[] inbound = {
                "direction",
                "in",
                "flow_id",
                "2f0" + i,
                "local_port",
                8080L,
                "remote_addr",
                "10.0.0.9",
                "remote_port",
                51_000L + i,
                "thread",
                thread,
                "thread_id",
                29L + i,
                "tid",
                4_799L + i
            };
            Object[] request = {"context_kind", "http", "context", i == 2 ? "GET /stock" : "GET /orders/{id}"};
            add("accept", inbound);
            Object[] database = {
                "direction",
                "out",
                "flow_id",
                "1f01",
                "remote_addr",
                "10.0.3.7",
                "remote_port",
                5432L,
                "remote_name",
                "db.internal",
                "thread",
                thread,
                "thread_id",
                29L + i,
                "tid",
                4_799L + i
            };
            add(
                    "exchange",
                    joined(
                            joined(database, request),
                            "total_us",
                            1_212L * (1 + 100 * i),
                            "peer_us",
                            1_000L,
                            "network_us",
                            35L,
                            "pickup_us",
                            15L,
                            "request_bytes",
                            312L,
                            "response_bytes",
                            4_201L,
                            "bytes_sent",
                            1_048_576L + 312 * (i + 1),
                            "bytes_received",
                            3_221_225_472L + 4_201 * (i + 1)));
            add(
                    "exchange",
                    joined(
                            joined(inbound, request),
                            "total_us",
                            54_201L + 411_000L * i,
                            "queue_wait_us",
                            13_100L,
                            "request_bytes",
                            100L,
                            "response_bytes",
                            7_919L,
                            "bytes_sent",
                            7_919L,
                            "bytes_received",
                            100L));
        }
    }

    private void lastSeconds() {
        Object[] supplier = {
            "direction",
            "out",
            "flow_id",
            "3f00",
            "remote_addr",
            "2001:db8::1",
            "remote_port",
            443L,
            "local_addr",
            "2001:db8::5",
            "local_port",
            43_210L,
            "virtual",
            true,
            "thread",
            "checkout",
            "thread_id",
            131L,
            "context_kind",
            "job",
            "context",
            "com.acme.Job.run"
        };
        add("connect", joined(supplier, "connect_us", 1_235L));
        add(
                "exchange",
                joined(
                        supplier,
                        "total_us",
                        653_360L,
                        "network_us",
                        612_345L,
                        "request_bytes",
                        37L,
                        "response_bytes",
                        101L,
                        "bytes_sent",
                        37L,
                        "bytes_received",
                        101L,
                        "retransmits",
                        3L,
                        "srtt_us",
                        20_412L));
        add("exchange", joined(supplier, "total_us", 41_035L, "request_bytes", 37L, "unanswered", true));
        add(
                "close",
                joined(
                        supplier,
                        "bytes_sent",
                        74L,
                        "bytes_received",
                        101L,
                        "retransmits",
                        3L,
                        "closed_by",
                        "reset",
                        "duration_us",
                        694_395L));
        add(
                "connect_failed",
                "direction",
                "out",
                "remote_addr",
                "127.0.0.1",
                "remote_port",
                1L,
                "flow_id",
                "4f00",
                "error",
                "ECONNREFUSED",
                "tid",
                4_811L);
        add(
                "udp",
                "proto",
                "udp",
                "direction",
                "out",
                "flow_id",
                "5f00",
                "remote_addr",
                "10.0.0.2",
                "remote_port",
                53L,
                "local_port",
                51_001L,
                "thread",
                "evil\u001b]0;title\u0007 \u202ename",
                "thread_id",
                37L,
                "total_us",
                1_915L,
                "peer_us",
                1_900L,
                "request_bytes",
                37L,
                "response_bytes",
                101L);
        add(
                "udp_flow",
                "proto",
                "udp",
                "direction",
                "out",
                "flow_id",
                "5f00",
                "remote_addr",
                "10.0.0.2",
                "remote_port",
                53L,
                "bytes_sent",
                37L,
                "bytes_received",
                101L,
                "duration_us",
                1_000L);
        add(
                "exchange",
                "direction",
                "out",
                "flow_id",
                "6f00",
                "remote_port",
                443L,
                "remote_addr",
                "10.1.2.3",
                "remote_name",
                "a-very-long-name-of-a-service.in-a-very-long-namespace.svc.cluster.local",
                "local_port",
                51_002L,
                "thread",
                "\u6ce8\u6587\u30b9\u30ec\u30c3\u30c9\u306e\u540d\u524d-17",
                "thread_id",
                41L,
                "total_us",
                12L,
                "bytes_sent",
                11L,
                "bytes_received",
                13L,
                "preexisting",
                true);
        Map<String, Object> lost = new LinkedHashMap<>(Map.of("exchange", 11L, "close", 2L));
        tables.add(Map.of("event", "health", "lost_records", lost), nowMs);
        tables.lostHere(23);
    }

    private static Object[] joined(Object[] first, Object... second) {
        Object[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private void add(String type, Object... pairs) {
        Map<String, Object> event = new LinkedHashMap<>(Map.of("event", type, "proto", "tcp", "confidence", "exact"));
        event.put("local_addr", "10.0.0.5");
        event.put("local_port", 43_000L);
        for (int i = 0; i < pairs.length; i += 2) {
            event.put((String) pairs[i], pairs[i + 1]);
        }
        if (List.of("exchange", "udp").contains(type)) {
            event.put("exchange", (long) ++exchange);
        }
        tables.add(event, nowMs);
    }
}
