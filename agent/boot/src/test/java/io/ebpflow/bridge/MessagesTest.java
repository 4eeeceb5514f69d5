// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessagesTest extends OpenRequests {
    private static final int KIND = RequestTable.KAFKA;

    @AfterEach
    void close() throws Throwable {
        Messages.close();
    }

    private String name() throws Throwable {
        return Requests.current() == RequestTable.NONE ? null : table.route(Requests.current());
    }

    @Test
    void messageLastsUntilTheNextOneOrTheEnd() throws Throwable {
        Messages.poll();
        assertThat(name()).isNull();
        Messages.next(KIND, "orders");
        assertThat(name()).isEqualTo("orders");
        assertThat(table.kind(Requests.current())).isEqualTo(KIND);
        Messages.next(KIND, "prices");
        assertThat(name()).isEqualTo("prices");
        Messages.end();
        assertThat(name()).isNull();
        Messages.end();

        Messages.next(KIND, "orders");
        Messages.poll();
        assertThat(name()).isNull();
        Messages.next(KIND, "orders");
        Messages.close();
        assertThat(name()).isNull();
    }

    @Test
    void threadThatDoesNotPollHasNoMessages() throws Throwable {
        Messages.next(KIND, "orders");
        assertThat(name()).isNull();
        Messages.poll();
        Messages.close();
        Messages.next(KIND, "orders");
        assertThat(name()).isNull();
    }

    @Test
    void messagesWithinSomethingElseAreOfThat() throws Throwable {
        long previous = Requests.enter(RequestTable.JOB, null, "job");
        Messages.poll();
        Messages.next(KIND, "orders");
        assertThat(name()).isEqualTo("job");
        Messages.end();
        Messages.poll();
        assertThat(name()).isEqualTo("job");
        Requests.exit(previous);

        Messages.next(KIND, "orders");
        previous = Requests.enter(RequestTable.CUSTOM, null, "method");
        Messages.end();
        assertThat(name()).isEqualTo("method");
        Messages.close();
        Requests.exit(previous);
        assertThat(name()).isEqualTo("orders");
        Messages.poll();
        assertThat(name()).isNull();
    }

    @Test
    void whatTheLoopWasStartedInIsNotThatOfItsMessages() throws Throwable {
        Requests.enterHttp("GET", "/start");
        Requests.set(slots, Requests.current() | RequestTable.INHERITED);
        Messages.poll();
        Messages.next(KIND, "orders");
        assertThat(name()).isEqualTo("orders");
        Messages.poll();
        assertThat(name()).isNull();
    }

    @Test
    void doesNotSpendNumbersOnMessagesThatNobodyLooksAt() throws Throwable {
        Messages.poll();
        long before = table.newest();
        long startNs = System.nanoTime();
        for (int i = 0; i < 100_003; i++) {
            Messages.next(KIND, "orders");
        }
        long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        assertThat(table.newest() - before).isBetween(1L, tookMs + 1);
        assertThat(name()).isEqualTo("orders");
    }

    @Test
    void messageWithTraceIsToldApart() throws Throwable {
        Messages.poll();
        Messages.next(KIND, "orders");
        long first = Requests.current();
        table.trace(first, "4bf92f3577b34da6a3ce929d0e0e4736");
        Messages.next(KIND, "orders");
        assertThat(Requests.current()).isNotEqualTo(first);
        assertThat(table.trace(Requests.current())).isNull();
    }

    @Test
    void isOffWithoutTable() throws Throwable {
        Requests.close();
        Messages.poll();
        Messages.next(KIND, "orders");
        Messages.end();
        Messages.close();
        Requests.open(slots, table);
        assertThat(name()).isNull();
    }
}
