// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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

    @Test
    void whatIsLeftOfTheFormerRequestIsNobodysInTheThreadThatHasBegunTheNext() throws Throwable {
        Object connection = new Object();
        Object other = new Object();
        Tasks.open(slots);
        try {
            ServerRequests.next(connection, "GET");
            long former = stamped();
            List<Runnable> left = handedOver(3);
            ServerRequests.next(other, "GET");
            Requests.leave();
            assertThat(inherited(left.get(0))).isEqualTo(Tasks.inherited(former));

            ServerRequests.next(connection, "POST");
            assertThat(stamped()).isEqualTo(former + 2);
            List<Runnable> right = handedOver(1);
            Requests.leave();
            assertThat(slots.tasksAmbiguousCount()).isZero();
            assertThat(inherited(left.get(1))).isZero();
            assertThat(slots.tasksAmbiguousCount()).isEqualTo(1);
            assertThat(inherited(right.get(0))).isEqualTo(Tasks.inherited(former + 2));
            CompletableFuture<Long> elsewhere = new CompletableFuture<>();
            Thread pool = new Thread(() -> elsewhere.complete(inherited(left.get(2))));
            pool.start();
            assertThat(elsewhere.get(10, TimeUnit.SECONDS)).isEqualTo(Tasks.inherited(former));
            pool.join();
        } finally {
            Tasks.close();
        }
    }

    private static List<Runnable> handedOver(int count) throws Throwable {
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(new FutureTask<>(() -> null));
            Tasks.submitted(tasks.get(i));
        }
        return tasks;
    }

    /** What a task bears in the thread that runs it now. */
    private long inherited(Runnable task) {
        try {
            long before = Tasks.enterQueued(task);
            long request = Requests.current();
            Tasks.exit(before);
            return request;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whereAConnectionFindsNoPlaceNothingIsLeftForTasksOfItsThread() throws Throwable {
        List<Object> all = new ArrayList<>();
        while (slots.requestOwners().fullCount() == 0) {
            all.add(new Object());
            ServerRequests.announce(all.get(all.size() - 1), "GET");
        }
        Tasks.open(slots);
        try {
            for (long full = slots.requestOwners().fullCount();
                    slots.requestOwners().fullCount() == full; ) {
                all.add(new Object());
                ServerRequests.next(all.get(all.size() - 1), "GET");
            }
            assertThat(table.isKnown(stamped())).isTrue();
            List<Runnable> tasks = handedOver(1);
            Requests.leave();
            assertThat(inherited(tasks.get(0))).isZero();
        } finally {
            Tasks.close();
        }
    }
}
