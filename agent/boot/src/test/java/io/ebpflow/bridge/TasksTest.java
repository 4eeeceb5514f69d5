// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksTest {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES)
            .order(ByteOrder.nativeOrder());
    private final SlotTable slots = new SlotTable(memory);
    private final Runnable task = new FutureTask<>(() -> null);

    @BeforeAll
    static void threads() {
        FakeThreads.install();
    }

    @BeforeEach
    void open() {
        Bridge.open(slots, new HookQueue(16));
        Requests.open(slots, new RequestTable());
        Tasks.open(slots);
    }

    @AfterEach
    void close() {
        Bridge.close();
        Requests.close();
        Tasks.close();
    }

    /** What the kernel would stamp at a system call of this platform thread. */
    private long stamped() {
        try {
            Bridge.exitIo(Bridge.enterIo());
            int slot = slots.own(Thread.currentThread());
            return memory.getLong(slot * RecordLayout.SLOT_BYTES + RecordLayout.SLOT_CONTEXT_ID);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** A call of the bridge, which says that it throws. */
    private interface Call {
        void run() throws Throwable;
    }

    private static void quietly(Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T inThread(Callable<T> body) throws Exception {
        FutureTask<T> result = new FutureTask<>(body);
        Thread thread = new Thread(result);
        thread.start();
        thread.join();
        return result.get();
    }

    @Test
    void aPoolsThreadWorksForTheRequestUntilItsNextTask() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders");
        long request = stamped();
        Tasks.submitted(task);
        Requests.exit(before);
        inThread(() -> {
            quietly(() -> Tasks.taken(task));
            assertThat(stamped()).isEqualTo(request | RequestTable.INHERITED);
            quietly(() -> Tasks.taken(null));
            assertThat(stamped()).isZero();
            quietly(() -> Tasks.taken(task));
            assertThat(stamped())
                    .as("the same task, not asked for by a request")
                    .isZero();
            return null;
        });
    }

    @Test
    void whatIsRejectedLeavesNothingBehind() throws Throwable {
        Runnable same = () -> {};
        long before = Requests.enterHttp("GET", "/orders");
        Tasks.submitted(same);
        Tasks.rejected(same);
        Requests.exit(before);
        Tasks.submitted(same);
        Tasks.taken(same);
        assertThat(stamped()).isZero();
        assertThat(slots.tasksAmbiguousCount()).isZero();
    }

    @Test
    void aTaskOfATaskIsOfTheSameRequest() throws Throwable {
        Object child = new FutureTask<>(() -> null);
        long before = Requests.enterHttp("GET", "/orders");
        long request = stamped();
        Tasks.submitted(task);
        Requests.exit(before);
        Tasks.taken(task);
        Tasks.created(child);
        Tasks.taken(child);
        assertThat(stamped()).isEqualTo(request | RequestTable.INHERITED);
    }

    @Test
    void aThreadThatHelpsGoesBackToItsOwnRequest() throws Throwable {
        long beforeOther = Requests.enterHttp("GET", "/other");
        long other = stamped();
        Tasks.created(task);
        Requests.exit(beforeOther);
        Requests.enterHttp("GET", "/orders");
        long own = stamped();
        long previous = Tasks.enterForked(task);
        assertThat(stamped()).isEqualTo(other | RequestTable.INHERITED);
        Tasks.exit(previous);
        assertThat(stamped()).isEqualTo(own);
        previous = Tasks.enterForked(new FutureTask<>(() -> null));
        assertThat(stamped()).as("asked for by nobody").isZero();
        Tasks.exit(previous);
        assertThat(stamped()).isEqualTo(own);
    }

    @Test
    void whatTheRequestsOwnThreadRunsIsExact() throws Throwable {
        Requests.enterHttp("GET", "/orders");
        long own = stamped();
        Tasks.created(task);
        long previous = Tasks.enterForked(task);
        assertThat(stamped()).isEqualTo(own);
        Tasks.exit(previous);
        assertThat(stamped()).isEqualTo(own);
    }

    @Test
    void aStageIsOfTheRequestThatRegisteredItUntilItIsDone() throws Throwable {
        Object stage = new Object();
        long before = Requests.enterHttp("GET", "/orders");
        long request = stamped();
        Tasks.registered(stage);
        Requests.exit(before);
        Requests.enterHttp("GET", "/completes");
        long completes = stamped();
        long previous = Tasks.enterStage(stage);
        Tasks.exitStage(previous, stage, false);
        previous = Tasks.enterStage(stage);
        assertThat(stamped()).as("tries again").isEqualTo(request | RequestTable.INHERITED);
        Tasks.exitStage(previous, stage, true);
        assertThat(stamped()).isEqualTo(completes);
        previous = Tasks.enterStage(stage);
        assertThat(stamped()).isZero();
        Tasks.exitStage(previous, stage, true);
    }

    private long stampedInNewThread() {
        quietly(() -> Tasks.threadRuns(Thread.currentThread()));
        return stamped();
    }

    @Test
    void aStartedThreadThatBeginsToServeOthersIsNobodysFromThenOn() throws Throwable {
        Requests.enterHttp("GET", "/orders");
        long request = stamped();
        FutureTask<Void> loop = new FutureTask<>(() -> {
            long started = stampedInNewThread();
            assertThat(RequestTable.number(started)).isEqualTo(request);
            quietly(() -> Requests.exit(Requests.enter(RequestTable.CUSTOM, null, "part of it")));
            assertThat(stamped()).isEqualTo(started);
            quietly(() -> Requests.exit(Requests.enterHttp("GET", "/other")));
            assertThat(stamped()).isZero();
            return null;
        });
        Thread thread = new Thread(loop);
        Tasks.threadStarts(thread);
        thread.start();
        loop.get();
    }

    @Test
    void aThreadServesTheRequestThatStartedItWhileThatIsServed() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders");
        long request = stamped();
        FutureTask<Long> duringRequest = new FutureTask<>(this::stampedInNewThread);
        FutureTask<Long> afterRequest = new FutureTask<>(this::stampedInNewThread);
        Thread during = new Thread(duringRequest);
        Thread after = new Thread(afterRequest);
        Tasks.threadStarts(during);
        Tasks.threadStarts(after);
        during.start();
        during.join();
        Requests.exit(before);
        after.start();
        after.join();
        assertThat(RequestTable.number(duringRequest.get())).isEqualTo(request);
        assertThat(duringRequest.get() & RequestTable.INHERITED).isNotZero();
        assertThat(afterRequest.get()).isZero();
    }

    @Test
    void aLibrarysOwnThreadServesNobody() throws Throwable {
        Requests.enterHttp("GET", "/orders");
        FutureTask<Long> seen = new FutureTask<>(this::stampedInNewThread);
        Thread loop = new Thread(seen) {};
        Tasks.threadStarts(loop);
        loop.start();
        assertThat(seen.get()).isZero();
    }

    @Test
    void whatIsSharedIsNobodys() throws Throwable {
        Requests.enterHttp("GET", "/orders");
        long own = stamped();
        long previous = Tasks.enterShared();
        assertThat(stamped()).isZero();
        Tasks.exit(previous);
        assertThat(stamped()).isEqualTo(own);
    }

    @Test
    void warmUpLeavesNothingBehind() throws Throwable {
        Tasks.warmUp();
        assertThat(stamped()).isZero();
        assertThat(slots.tasksFullCount()).isZero();
        assertThat(slots.tasksAmbiguousCount()).isZero();
    }
}
