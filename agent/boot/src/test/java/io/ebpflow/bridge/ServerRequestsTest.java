// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerRequestsTest extends OpenRequests {
    @Test
    void goesOnWithTheRequestOfAnObject() throws Throwable {
        Object channel = new Object();
        ServerRequests.announce(channel, "GET");
        assertThat(stamped()).isZero();
        long before = ServerRequests.resume(channel);
        long id = stamped();
        ServerRequests.describe(channel, null, "/shop", "/orders");
        Requests.exit(before);
        assertThat(stamped()).isZero();
        assertThat(table.method(id)).isEqualTo("GET");
        assertThat(table.route(id)).isEqualTo("/orders");

        before = ServerRequests.resume(channel);
        assertThat(stamped()).isEqualTo(id);
        Requests.exit(before);
        ServerRequests.announce(channel, "POST");
        before = ServerRequests.resume(channel);
        assertThat(stamped()).isEqualTo(id + 1);
        Requests.exit(before);
    }

    @Test
    void keepsTheRequestOfTheThreadOrForgetsTheFormerOne() throws Throwable {
        Object channel = new Object();
        long before = Requests.enterHttp("GET", "/orders");
        long id = stamped();
        ServerRequests.keep(channel, false);
        Requests.exit(before);
        before = ServerRequests.resume(channel);
        assertThat(stamped()).isEqualTo(id);
        Requests.exit(before);

        ServerRequests.keep(channel, false);
        before = ServerRequests.resume(channel);
        assertThat(stamped()).isZero();
        Requests.exit(before);

        ServerRequests.keep(channel, true);
        before = ServerRequests.resume(channel);
        assertThat(stamped()).isEqualTo(id + 1);
        Requests.exit(before);
    }

    @Test
    void servesTheRequestOfAnObjectUntilItEnds() throws Throwable {
        Object exchange = new Object();
        long before = ServerRequests.serve(exchange, "GET");
        long id = stamped();
        Requests.exit(before);
        before = ServerRequests.serve(exchange, "GET");
        assertThat(stamped()).isEqualTo(id);
        ServerRequests.forget(exchange);
        assertThat(stamped()).isEqualTo(id);
        Requests.exit(before);
        assertThat(table.method(id)).isEqualTo("GET");

        before = ServerRequests.resume(exchange);
        assertThat(stamped()).isZero();
        Requests.exit(before);
    }

    @Test
    void anUnknownObjectIsNoRequestWhateverTheThreadServes() throws Throwable {
        long outer = Requests.enterHttp("GET", "/orders");
        long id = stamped();
        long before = ServerRequests.resume(new Object());
        assertThat(stamped()).isZero();
        Requests.exit(before);
        assertThat(stamped()).isEqualTo(id);
        Requests.exit(outer);
    }

    @Test
    void doesNothingWhenClosed() throws Throwable {
        Requests.close();
        ServerRequests.announce(this, "GET");
        ServerRequests.keep(this, true);
        ServerRequests.describe(this, "GET", "/late", "/late");
        Requests.exit(ServerRequests.resume(this));
        Requests.exit(ServerRequests.serve(this, "GET"));
        ServerRequests.forget(this);

        Requests.open(slots, table);
        assertThat(slots.requestOwners().of(this)).isZero();
        assertThat(stamped()).isZero();
    }
}
