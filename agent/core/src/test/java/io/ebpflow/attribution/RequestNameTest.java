// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.bridge.BegunRequests;
import io.ebpflow.bridge.RequestTable;
import org.junit.jupiter.api.Test;

class RequestNameTest {
    private final RequestTable table = new RequestTable();
    private final RequestName name = new RequestName();

    private String found(int kind, String method, String prefix, String route) {
        name.find(table, BegunRequests.begin(table, kind, method, prefix, route));
        return name.appendTo(new StringBuilder("at ")).substring(3);
    }

    @Test
    void isMethodAndRoute() {
        assertThat(found(RequestTable.HTTP, "GET", "/shop", "/orders/{id}")).isEqualTo("GET /shop/orders/{id}");
        assertThat(name.kind()).isEqualTo("http");
        assertThat(found(RequestTable.HTTP, "GET", "", "/orders")).isEqualTo("GET /orders");
        assertThat(found(RequestTable.HTTP, "GET", null, "/orders")).isEqualTo("GET /orders");
        assertThat(found(RequestTable.HTTP, null, null, "/orders")).isEqualTo("/orders");
    }

    @Test
    void isTheMethodWhileTheRouteIsNotKnown() {
        assertThat(found(RequestTable.HTTP, "GET", "/shop", null)).isEqualTo("GET");
        assertThat(found(RequestTable.HTTP, null, null, null)).isEmpty();
        assertThat(name.id).isNotZero();
    }

    @Test
    void theRootOfAContextHasAName() {
        assertThat(found(RequestTable.HTTP, "GET", "", "")).isEqualTo("GET /");
        assertThat(found(RequestTable.HTTP, "GET", "/shop", "")).isEqualTo("GET /shop");
    }

    @Test
    void anExtensionStandsApartFromTheContext() {
        assertThat(found(RequestTable.HTTP, "GET", "/shop", "*.do")).isEqualTo("GET /shop/*.do");
    }

    @Test
    void saysWhatKindItIs() {
        assertThat(found(RequestTable.JOB, null, null, "cleanup")).isEqualTo("cleanup");
        assertThat(name.kind()).isEqualTo("job");
        found(RequestTable.GRPC, null, null, "acme.Orders/Get");
        assertThat(name.kind()).isEqualTo("grpc");
        found(RequestTable.JMS, null, null, "orders");
        assertThat(name.kind()).isEqualTo("jms");
        found(RequestTable.KAFKA, null, null, "orders");
        assertThat(name.kind()).isEqualTo("kafka");
        found(RequestTable.CUSTOM, null, null, "com.acme.Job.run");
        assertThat(name.kind()).isEqualTo("custom");
    }

    @Test
    void aJobsNameIsItsClassAndMethod() {
        assertThat(found(RequestTable.JOB, null, "com.acme.Job", "run")).isEqualTo("com.acme.Job.run");
        assertThat(found(RequestTable.JOB, null, "com.acme.Job$1", null)).isEqualTo("com.acme.Job$1");
    }

    @Test
    void aJobsNameHasNothingOfAGeneratedClass() {
        assertThat(found(RequestTable.JOB, null, "com.acme.Job$$Lambda$14/0x0000000800c03000", null))
                .isEqualTo("com.acme.Job");
        assertThat(found(RequestTable.JOB, null, "com.acme.Job$$Lambda/0x0000000800c03000", "run"))
                .isEqualTo("com.acme.Job.run");
        assertThat(found(RequestTable.JOB, null, "com.acme.Job/0x0000000800c03000", null))
                .isEqualTo("com.acme.Job");
        assertThat(found(RequestTable.JOB, null, "$$Job", null)).isEqualTo("$$Job");
    }

    @Test
    void isCutOffAtItsLength() {
        String long200 = "x".repeat(300);
        assertThat(found(RequestTable.HTTP, "GET", "/shop", "/" + long200))
                .hasSize(RequestName.MAX_LENGTH)
                .startsWith("GET /shop/xxx");
    }

    @Test
    void isNotCutInsideAnEscapeOrACharacter() {
        assertThat(found(RequestTable.CUSTOM, null, null, "x".repeat(198) + "\nyz"))
                .isEqualTo("x".repeat(198));
        assertThat(found(RequestTable.CUSTOM, null, null, "x".repeat(199) + "\ud83d\ude00"))
                .isEqualTo("x".repeat(199));
        assertThat(found(RequestTable.CUSTOM, null, null, "x".repeat(198) + "\ud83d\ude00"))
                .hasSize(200);
    }

    @Test
    void escapesWhatWouldDoHarmInALine() {
        assertThat(found(RequestTable.HTTP, "GET", null, "/a\nb\u001b[31m\u202e\u0085"))
                .isEqualTo("GET /a\\u000ab\\u001b[31m\\u202e\\u0085");
    }

    @Test
    void isNothingOnceItsPlaceWasTakenOver() {
        long id = BegunRequests.begin(table, RequestTable.HTTP, "GET", null, "/orders");
        name.find(table, id);
        assertThat(name.id).isEqualTo(id);
        for (int i = 0; i < 1 << 15; i++) {
            BegunRequests.begin(table, RequestTable.HTTP, "GET", null, "/others");
        }
        name.find(table, id);
        assertThat(name.id).isZero();
        assertThat(name.appendTo(new StringBuilder())).isEmpty();
        name.find(table, Long.MAX_VALUE);
        assertThat(name.id).isZero();
        name.find(table, RequestTable.NONE);
        assertThat(name.id).isZero();
    }

    @Test
    void isCopiedAndCleared() {
        found(RequestTable.HTTP, "GET", "/shop", "/orders");
        RequestName copy = new RequestName();
        copy.set(name);
        name.clear();
        assertThat(copy.appendTo(new StringBuilder())).hasToString("GET /shop/orders");
        assertThat(name.appendTo(new StringBuilder())).isEmpty();
    }
}
