// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksTest extends OpenRequests {
    private final Runnable task = new FutureTask<>(() -> null);

    @BeforeEach
    void open() {
        Tasks.open(slots);
    }

    @AfterEach
    void close() {
        Tasks.close();
    }

    /** What the kernel would stamp at a system call of this platform thread. */
    private long published() {
        try {
            Bridge.exitIo(Bridge.enterIo());
            return stamped();
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
        long request = published();
        Tasks.submitted(task);
        Requests.exit(before);
        inThread(() -> {
            quietly(() -> Tasks.taken(task));
            assertThat(published()).isEqualTo(request | RequestTable.INHERITED);
            quietly(() -> Tasks.taken(null));
            assertThat(published()).isZero();
            quietly(() -> Tasks.taken(task));
            assertThat(published())
                    .as("the same task, not asked for by a request")
                    .isZero();
            return null;
        });
    }

    @Test
    void aLoopWorksForTheRequestWhileItRunsItsTask() throws Throwable {
        Runnable flush = () -> {};
        long before = Requests.enterHttp("GET", "/orders");
        long request = stamped();
        Tasks.submitted(flush);
        Requests.exit(before);
        long previous = Tasks.enterQueued(flush);
        assertThat(stamped()).isEqualTo(request | RequestTable.INHERITED);
        Tasks.exit(previous);
        assertThat(stamped()).isZero();

        Tasks.submitted(flush);
        previous = Tasks.enterQueued(flush);
        assertThat(stamped()).as("the same task, not asked for by a request").isZero();
        Tasks.exit(previous);
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
        assertThat(published()).isZero();
        assertThat(slots.tasksAmbiguousCount()).isZero();
    }

    @Test
    void aTaskOfATaskIsOfTheSameRequest() throws Throwable {
        Object child = new FutureTask<>(() -> null);
        long before = Requests.enterHttp("GET", "/orders");
        long request = published();
        Tasks.submitted(task);
        Requests.exit(before);
        Tasks.taken(task);
        Tasks.created(child);
        Tasks.taken(child);
        assertThat(published()).isEqualTo(request | RequestTable.INHERITED);
    }

    @Test
    void aThreadThatHelpsGoesBackToItsOwnRequest() throws Throwable {
        long beforeOther = Requests.enterHttp("GET", "/other");
        long other = published();
        Tasks.created(task);
        Requests.exit(beforeOther);
        Requests.enterHttp("GET", "/orders");
        long own = published();
        long previous = Tasks.enterForked(task);
        assertThat(published()).isEqualTo(other | RequestTable.INHERITED);
        Tasks.exit(previous);
        assertThat(published()).isEqualTo(own);
        previous = Tasks.enterForked(new FutureTask<>(() -> null));
        assertThat(published()).as("asked for by nobody").isZero();
        Tasks.exit(previous);
        assertThat(published()).isEqualTo(own);
    }

    @Test
    void whatTheRequestsOwnThreadRunsIsExact() throws Throwable {
        Requests.enterHttp("GET", "/orders");
        long own = published();
        Tasks.created(task);
        long previous = Tasks.enterForked(task);
        assertThat(published()).isEqualTo(own);
        Tasks.exit(previous);
        assertThat(published()).isEqualTo(own);
    }

    @Test
    void aStageIsOfTheRequestThatRegisteredItUntilItIsDone() throws Throwable {
        Object stage = new Object();
        long before = Requests.enterHttp("GET", "/orders");
        long request = published();
        Tasks.registered(stage);
        Requests.exit(before);
        Requests.enterHttp("GET", "/completes");
        long completes = published();
        long previous = Tasks.enterStage(stage);
        Tasks.exitStage(previous, stage, false);
        previous = Tasks.enterStage(stage);
        assertThat(published()).as("tries again").isEqualTo(request | RequestTable.INHERITED);
        Tasks.exitStage(previous, stage, true);
        assertThat(published()).isEqualTo(completes);
        previous = Tasks.enterStage(stage);
        assertThat(published()).isZero();
        Tasks.exitStage(previous, stage, true);
    }

    private long publishedInNewThread() {
        quietly(() -> StartedThreads.runs(Thread.currentThread()));
        return published();
    }

    @Test
    void aStartedThreadThatBeginsToServeOthersIsNobodysFromThenOn() throws Throwable {
        Requests.enterHttp("GET", "/orders");
        long request = published();
        FutureTask<Void> loop = new FutureTask<>(() -> {
            long started = publishedInNewThread();
            assertThat(RequestTable.number(started)).isEqualTo(request);
            quietly(() -> Requests.exit(Requests.enter(RequestTable.CUSTOM, null, "part of it")));
            assertThat(published()).isEqualTo(started);
            quietly(() -> Requests.exit(Requests.enterHttp("GET", "/other")));
            assertThat(published()).isZero();
            return null;
        });
        Thread thread = new Thread(loop);
        StartedThreads.starts(thread);
        thread.start();
        loop.get();
    }

    @Test
    void aThreadServesTheRequestThatStartedItWhileThatIsServed() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders");
        long request = published();
        FutureTask<Long> duringRequest = new FutureTask<>(this::publishedInNewThread);
        FutureTask<Long> afterRequest = new FutureTask<>(this::publishedInNewThread);
        Thread during = new Thread(duringRequest);
        Thread after = new Thread(afterRequest);
        StartedThreads.starts(during);
        StartedThreads.starts(after);
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
        FutureTask<Long> seen = new FutureTask<>(this::publishedInNewThread);
        Thread loop = new Thread(seen) {};
        StartedThreads.starts(loop);
        loop.start();
        assertThat(seen.get()).isZero();
    }

    @Test
    void whatIsSharedIsNobodys() throws Throwable {
        Requests.enterHttp("GET", "/orders");
        long own = published();
        long previous = Tasks.enterShared();
        assertThat(published()).isZero();
        Tasks.exit(previous);
        assertThat(published()).isEqualTo(own);
    }

    @Test
    void warmUpLeavesNothingBehind() throws Throwable {
        Tasks.warmUp();
        assertThat(published()).isZero();
        assertThat(slots.tasksFullCount()).isZero();
        assertThat(slots.tasksAmbiguousCount()).isZero();
    }
}
