// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some seconds of a web shop, as events: {@code key=value|key=value}, numbers in digits alone.
 *
 * <p>Threading: confined to the test.
 */
final class Shop {
    private static final long OLD_SENT_BYTES = 1_048_576;
    private static final long OLD_RECEIVED_BYTES = 3_221_225_472L;
    private static final String DATABASE = "flow_id=1f01|remote_addr=10.0.3.7|remote_port=5432";

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
                DATABASE + "|preexisting=true|bytes_sent=" + OLD_SENT_BYTES + "|bytes_received="
                        + OLD_RECEIVED_BYTES
                        + "|retransmits=7|srtt_us=1999|duration_us=7620000000"
                        + "|thread=http-nio-8080-exec-3|thread_id=29|tid=4799");
    }

    private void firstSeconds() {
        nowMs = 500;
        for (int i = 0; i < 3; i++) {
            String thread = "|thread=http-nio-8080-exec-" + (3 + i) + "|thread_id=" + (29 + i) + "|tid=" + (4_799 + i);
            String request = "|context_kind=http|context=" + (i == 2 ? "GET /stock" : "GET /orders/{id}");
            String inbound = "direction=in|flow_id=2f0" + i + "|local_port=8080|remote_addr=10.0.0.9|remote_port="
                    + (51_000 + i) + thread;
            add("accept", inbound);
            add(
                    "exchange",
                    "direction=out|remote_name=db.internal|" + DATABASE + thread + request
                            + "|peer_us=1000|network_us=35|pickup_us=15|request_bytes=312|response_bytes=4201|total_us="
                            + 1_212 * (1 + 100 * i)
                            + "|bytes_sent=" + (OLD_SENT_BYTES + 312 * (i + 1))
                            + "|bytes_received=" + (OLD_RECEIVED_BYTES + 4_201 * (i + 1)));
            add(
                    "exchange",
                    inbound + request
                            + "|queue_wait_us=13100|request_bytes=100|response_bytes=7919|bytes_sent=7919|bytes_received=100"
                            + "|total_us=" + (54_201 + 411_000 * i));
        }
    }

    private void lastSeconds() {
        String supplier = "direction=out|flow_id=3f00|remote_addr=2001:db8::1|remote_port=443|local_addr=2001:db8::5"
                + "|local_port=43210|virtual=true|thread=checkout|thread_id=131|context_kind=job|context=com.acme.Job.run";
        add("connect", supplier + "|connect_us=1235");
        add(
                "exchange",
                supplier + "|total_us=653360|network_us=612345|request_bytes=37|response_bytes=101"
                        + "|bytes_sent=37|bytes_received=101|retransmits=3|srtt_us=20412");
        add("exchange", supplier + "|total_us=41035|request_bytes=37|unanswered=true");
        add("close", supplier + "|bytes_sent=74|bytes_received=101|retransmits=3|closed_by=reset|duration_us=694395");
        add(
                "connect_failed",
                "direction=out|remote_addr=127.0.0.1|remote_port=1|flow_id=4f00|error=ECONNREFUSED|tid=4811");
        String lookup = "proto=udp|direction=out|flow_id=5f00|remote_addr=10.0.0.2|remote_port=53";
        add(
                "udp",
                lookup + "|local_port=51001|thread=evil\u001b]0;title\u0007 \u202ename|thread_id=37|total_us=1915"
                        + "|peer_us=1900|request_bytes=37|response_bytes=101");
        add("udp_flow", lookup + "|bytes_sent=37|bytes_received=101|duration_us=1000");
        add(
                "exchange",
                "direction=out|flow_id=6f00|remote_port=443|remote_addr=10.1.2.3|local_port=51002"
                        + "|remote_name=a-very-long-name-of-a-service.in-a-very-long-namespace.svc.cluster.local"
                        + "|thread=\u6ce8\u6587\u30b9\u30ec\u30c3\u30c9\u306e\u540d\u524d-17|thread_id=41|total_us=12"
                        + "|bytes_sent=11|bytes_received=13|preexisting=true");
        Map<String, Object> lost = new LinkedHashMap<>(Map.of("exchange", 11L, "close", 2L));
        tables.add(Map.of("event", "health", "lost_records", lost), nowMs);
        tables.lostHere(23);
    }

    private void add(String type, String members) {
        Map<String, Object> event = new LinkedHashMap<>(Map.of("event", type, "proto", "tcp", "confidence", "exact"));
        event.put("local_addr", "10.0.0.5");
        event.put("local_port", 43_000L);
        for (String member : members.split("\\|")) {
            int equals = member.indexOf('=');
            event.put(member.substring(0, equals), value(member.substring(equals + 1)));
        }
        if (List.of("exchange", "udp").contains(type)) {
            event.put("exchange", (long) ++exchange);
        }
        tables.add(event, nowMs);
    }

    private static Object value(String text) {
        if (text.matches("[0-9]+")) {
            return Long.valueOf(text);
        }
        return text.equals("true") ? (Object) Boolean.TRUE : text;
    }
}
