// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.attribution.Named;
import io.ebpflow.attribution.RequestName;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.exchange.ExchangeParts;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestTimesTest {
    private final RequestTimes times = new RequestTimes();
    private final ExchangeParts parts = new ExchangeParts();

    private static RequestName route(String route) {
        RequestName name = new RequestName();
        Named.request(name, RequestTable.HTTP, "GET", null, route);
        return name;
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint(false, true, port);
    }

    private void call(RequestName name, Endpoint endpoint, long us) {
        parts.number = 1;
        parts.totalUs = us;
        times.record(name, endpoint, parts, us, false, 0);
    }

    private Map<String, RequestRow> rows() {
        Map<String, RequestRow> rows = new TreeMap<>();
        times.rows(row -> assertThat(rows.put(row.name, row)).isNull(), 0);
        return rows;
    }

    @Test
    void tellsNamesAndEndpointsApart() {
        Endpoint database = endpoint(5_432);
        Endpoint cache = endpoint(6_379);
        call(route("/orders"), database, 41);
        call(route("/orders"), database, 43);
        call(route("/orders"), cache, 7);
        call(route("/products"), cache, 11);

        assertThat(rows()).containsOnlyKeys("GET /orders", "GET /products");
        RequestRow orders = rows().get("GET /orders");
        assertThat(orders.callCount).isEqualTo(3);
        assertThat(orders.waitUs).isEqualTo(91);
        assertThat(orders.exchange.total.maxUs).isEqualTo(43);
        assertThat(orders.waits)
                .extracting(
                        wait -> wait.endpoint + " " + wait.callCount + " " + wait.waitUs + " " + wait.call.total.p50Us)
                .containsExactlyInAnyOrder("[::]:5432 2 84 41", "[::]:6379 1 7 7");
    }

    @Test
    void aKindIsPartOfTheName() {
        RequestName custom = new RequestName();
        Named.request(custom, RequestTable.CUSTOM, null, null, "GET /orders");
        call(route("/orders"), endpoint(1), 1);
        call(custom, endpoint(1), 1);

        int[] count = new int[1];
        times.forEach(request -> count[0]++);
        assertThat(count[0]).isEqualTo(2);
    }

    @Test
    void onlyAnsweredCallsWithTimesAreWaitedFor() {
        Endpoint database = endpoint(5_432);
        parts.unanswered = true;
        call(route("/orders"), database, 41);
        parts.clear();
        parts.multiplexed = true;
        call(route("/orders"), database, 43);

        RequestRow orders = rows().get("GET /orders");
        assertThat(orders.callCount).isEqualTo(2);
        assertThat(orders.unansweredCount).isEqualTo(1);
        assertThat(orders.multiplexedCount).isEqualTo(1);
        assertThat(orders.waitUs).isZero();
        assertThat(orders.waits.get(0).call.total.count).isZero();
    }

    @Test
    void whatIsDoneForNoRequestIsNotOurs() {
        call(new RequestName(), endpoint(1), 1);
        assertThat(rows()).isEmpty();
    }

    @Test
    void namesWithoutAPlaceShareOneRowAndAreCounted() {
        for (int i = 0; i < RequestTimes.MAX_NAMES + 23; i++) {
            times.served(route("/made-up/" + i));
        }
        assertThat(rows()).hasSize(RequestTimes.MAX_NAMES + 1);
        assertThat(rows().get("(others)").count).isEqualTo(23);
        assertThat(times.overflowCount()).isEqualTo(23);
        call(route("/one-more"), endpoint(1), 7);
        assertThat(rows().get("(others)").waits.get(0).endpoint).isEqualTo("(others)");

        times.clear();
        times.served(route("/orders"));
        assertThat(rows()).containsOnlyKeys("GET /orders");
    }

    @Test
    void endpointsWithoutAPlaceShareOneRow() {
        for (int i = 1; i <= 71; i++) {
            call(route("/crawl"), endpoint(i), 1);
        }
        assertThat(rows().get("GET /crawl").waits).hasSize(64 + 1);
        assertThat(rows().get("GET /crawl").callCount).isEqualTo(71);
        assertThat(times.overflowCount()).isEqualTo(7);
        for (int name = 1; name <= 17; name++) {
            for (int i = 1; i <= 64; i++) {
                call(route("/" + name), endpoint(i), 1);
            }
        }
        int waits = rows().values().stream().mapToInt(row -> row.waits.size()).sum();
        int shared = (int) rows().values().stream()
                .filter(row -> row.waits.stream().anyMatch(wait -> wait.endpoint.equals("(others)")))
                .count();
        assertThat(waits - shared).isEqualTo(RequestTimes.MAX_WAITS);
    }
}
