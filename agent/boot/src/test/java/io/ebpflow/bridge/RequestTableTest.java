// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestTableTest {
    private static final int CAPACITY = 1 << 15;

    private final RequestTable table = new RequestTable();

    @Test
    void givesEachRequestAnIdOfItsOwn() {
        long first = table.begin(RequestTable.HTTP, "GET", "/orders");
        long second = table.begin(RequestTable.JOB, null, "cleanup");

        assertThat(second).isNotEqualTo(first);
        assertThat(table.isKnown(first)).isTrue();
        assertThat(table.kind(first)).isEqualTo(RequestTable.HTTP);
        assertThat(table.method(first)).isEqualTo("GET");
        assertThat(table.route(first)).isEqualTo("/orders");
        assertThat(table.kind(second)).isEqualTo(RequestTable.JOB);
        assertThat(table.method(second)).isNull();
        assertThat(table.route(second)).isEqualTo("cleanup");
    }

    @Test
    void zeroIsNoRequest() {
        assertThat(table.isKnown(RequestTable.NONE)).isFalse();
    }

    @Test
    void anIdStandsForNothingOnceALaterRequestTookItsPlace() {
        long first = table.begin(RequestTable.HTTP, "GET", "/orders");
        for (int i = 1; i < CAPACITY; i++) {
            table.begin(RequestTable.HTTP, "GET", "/others");
        }
        assertThat(table.isKnown(first)).isTrue();

        long successor = table.begin(RequestTable.HTTP, "POST", "/carts");
        assertThat(table.isKnown(first)).isFalse();
        assertThat(table.isKnown(successor)).isTrue();

        table.describe(first, "PUT", "/shop", "/late");
        table.route(first, "/late");
        assertThat(table.method(successor)).isEqualTo("POST");
        assertThat(table.prefix(successor)).isNull();
        assertThat(table.route(successor)).isEqualTo("/carts");
    }

    @Test
    void forgetsWhatTheFormerOwnerOfThePlaceWas() {
        long first = table.begin(RequestTable.HTTP, "GET", null);
        table.describe(first, null, "/shop", "/");
        table.route(first, "/orders/{id}");
        for (int i = 1; i < CAPACITY; i++) {
            table.begin(RequestTable.HTTP, null, null);
        }
        long successor = table.begin(RequestTable.HTTP, null, null);
        assertThat(table.method(successor)).isNull();
        assertThat(table.prefix(successor)).isNull();
        assertThat(table.route(successor)).isNull();

        table.route(successor, "/carts");
        assertThat(table.route(successor)).isEqualTo("/carts");
    }

    @Test
    void whatIsKnownStaysAndNullIsNothing() {
        long id = table.begin(RequestTable.HTTP, null, null);
        table.describe(id, null, "/shop", null);
        assertThat(table.prefix(id)).isNull();
        table.describe(id, "GET", "/shop", "/orders/*");
        table.describe(id, "POST", "/forwarded", "/*");
        table.describe(id, null, null, null);

        assertThat(table.method(id)).isEqualTo("GET");
        assertThat(table.prefix(id)).isEqualTo("/shop");
        assertThat(table.route(id)).isEqualTo("/orders/*");
    }

    @Test
    void theRouteOfAFrameworkStaysWhatTheErrorPageIs() {
        long id = table.begin(RequestTable.HTTP, "GET", null);
        table.describe(id, null, "", "/");
        table.route(id, "/orders/{id}");
        table.route(id, "/error");
        table.describe(id, null, null, "/");

        assertThat(table.route(id)).isEqualTo("/orders/{id}");
    }

    @Test
    void doesNotKeepAMethodThatAClientMadeUp() {
        String longer = "M".repeat(33);
        long id = table.begin(RequestTable.HTTP, longer, null);
        assertThat(table.method(id)).isNull();
        table.describe(id, longer, null, null);
        assertThat(table.method(id)).isNull();
        table.describe(id, "M".repeat(32), null, null);
        assertThat(table.method(id)).hasSize(32);
    }

    @Test
    void anotherTableGivesOtherIds() {
        long ours = table.begin(RequestTable.HTTP, "GET", "/ours");
        RequestTable next = new RequestTable();
        long theirs = next.begin(RequestTable.HTTP, "GET", "/theirs");

        assertThat(theirs).isNotEqualTo(ours);
        assertThat(next.isKnown(ours)).isFalse();
    }
}
