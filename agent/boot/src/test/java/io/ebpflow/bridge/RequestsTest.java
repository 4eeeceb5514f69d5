// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestsTest extends OpenRequests {
    @Test
    void aPlatformThreadsRequestIsInItsSlotUntilItEnds() throws Throwable {
        assertThat(stamped()).isZero();
        long before = Requests.enterHttp("GET", "/orders");
        long id = stamped();
        assertThat(table.isKnown(id)).isTrue();
        assertThat(table.route(id)).isEqualTo("/orders");
        Requests.exit(before);
        assertThat(stamped()).isZero();
    }

    @Test
    void whatIsNestedGivesBackWhatWasThere() throws Throwable {
        long beforeOuter = Requests.enterHttp("GET", "/orders");
        long outer = stamped();
        long beforeInner = Requests.enter(RequestTable.CUSTOM, null, "com.acme.Job.run");
        assertThat(table.route(stamped())).isEqualTo("com.acme.Job.run");
        Requests.exit(beforeInner);
        assertThat(stamped()).isEqualTo(outer);
        Requests.exit(beforeOuter);
        assertThat(stamped()).isZero();
    }

    @Test
    void whatIsBegunByHandKeepsItsName() throws Throwable {
        long http = Requests.enterHttp("GET", "/orders");
        long before = Requests.current();
        long job = Requests.begin(RequestTable.JOB, "import");
        Requests.describe("GET", "/shop", "/forwarded");
        Requests.route("/forwarded");
        assertThat(stamped()).isEqualTo(job);
        assertThat(table.kind(job)).isEqualTo(RequestTable.JOB);
        assertThat(table.route(job)).isEqualTo("import");
        assertThat(table.method(job)).isNull();
        Requests.end(job, before);
        assertThat(stamped()).isEqualTo(before);
        Requests.exit(http);
    }

    @Test
    void whatHasEndedDoesNotComeBack() throws Throwable {
        long outer = Requests.begin(RequestTable.CUSTOM, "outer");
        long inner = Requests.begin(RequestTable.CUSTOM, "inner");
        Requests.end(outer, RequestTable.NONE);
        assertThat(stamped()).isEqualTo(inner);
        Requests.end(inner, outer);
        assertThat(stamped()).isZero();
    }

    @Test
    void anEndThatComesTooLateLeavesTheNextRequestAlone() throws Throwable {
        long first = Requests.begin(RequestTable.CUSTOM, "first");
        long before = Requests.enterHttp("GET", "/orders");
        long next = stamped();
        Requests.end(first, RequestTable.NONE);
        assertThat(stamped()).isEqualTo(next);
        Requests.exit(before);
    }

    @Test
    void aJobIsKnownByItsClassUntilItIsLeft() throws Throwable {
        long before = Requests.enterJob(RequestsTest.class, "run");
        long id = stamped();
        assertThat(table.kind(id)).isEqualTo(RequestTable.JOB);
        assertThat(table.prefix(id)).isEqualTo(RequestsTest.class.getName());
        assertThat(table.route(id)).isEqualTo("run");
        Requests.leave();
        assertThat(stamped()).isZero();
        Requests.exit(before);
        assertThat(stamped()).isZero();
    }

    @Test
    void describesTheRequestOfTheThread() throws Throwable {
        Requests.describe("GET", "/shop", "/nobody");
        Requests.route("/nobody");
        long before = Requests.enterHttp(null, null);
        Requests.describe("GET", "/shop", "/");
        Requests.route("/orders/{id}");
        long id = stamped();
        Requests.exit(before);

        assertThat(table.method(id)).isEqualTo("GET");
        assertThat(table.prefix(id)).isEqualTo("/shop");
        assertThat(table.route(id)).isEqualTo("/orders/{id}");
    }

    @Test
    void aVirtualThreadsRequestIsInItsCarriersSlotOnlyDuringIo() throws Throwable {
        Thread carrier = new Thread("carrier");
        FakeThreads.carrier = carrier;
        long[] seen = new long[6];
        Throwable[] failure = new Throwable[1];
        Thread virtual = new FakeThreads.Virtual(() -> {
            try {
                long before = Requests.enterHttp("GET", null);
                Requests.describe(null, "", "/orders");
                int slot = slots.own(carrier);
                seen[0] = stamped(slot);
                int token = Bridge.enterIo();
                seen[1] = stamped(slot);
                Bridge.exitIo(token);
                seen[2] = stamped(slot);
                Requests.exit(before);
                token = Bridge.enterIo();
                seen[3] = stamped(slot);
                Bridge.exitIo(token);
                seen[4] = before;
            } catch (Throwable e) {
                failure[0] = e;
            }
        });
        virtual.start();
        virtual.join();

        assertThat(failure[0]).isNull();
        assertThat(table.route(seen[1])).isEqualTo("/orders");
        assertThat(table.isKnown(seen[1])).isTrue();
        assertThat(new long[] {seen[0], seen[2], seen[3], seen[4]}).containsOnly(0);
    }

    @Test
    void threadsDoNotShareTheirRequests() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders");
        long[] seen = {-1};
        Thread other = new Thread(() -> {
            try {
                seen[0] = stamped();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        other.start();
        other.join();
        Requests.exit(before);

        assertThat(seen[0]).isZero();
    }

    @Test
    void beginsNothingWhenClosed() throws Throwable {
        Requests.close();
        assertThat(Requests.current()).isEqualTo(-1);
        assertThat(Requests.begin(RequestTable.CUSTOM, "name")).isEqualTo(-1);
        Requests.end(-1, -1);
        assertThat(stamped()).isZero();
    }

    @Test
    void doesNothingWhenClosed() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders");
        long id = stamped();
        Requests.close();

        Requests.describe("PUT", "/late", "/late");
        Requests.route("/late");
        Requests.exit(Requests.enterHttp("GET", "/other"));
        assertThat(stamped()).isEqualTo(id);
        assertThat(table.route(id)).isEqualTo("/orders");

        Requests.open(slots, table);
        Requests.exit(before);
        assertThat(stamped()).isZero();
    }

    @Test
    void whatBeganWhileClosedTakesNothingBack() throws Throwable {
        Requests.close();
        long before = Requests.enterHttp("GET", "/orders");
        Requests.open(slots, table);
        long inner = Requests.enterHttp("GET", "/other");
        long id = stamped();
        Requests.exit(before);
        assertThat(stamped()).isEqualTo(id);
        Requests.exit(inner);
    }

    @Test
    void warmUpLeavesNoRequestBehind() throws Throwable {
        Requests.warmUp();
        assertThat(stamped()).isZero();
    }
}
