// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TaskTableTest {
    private static final int CAPACITY = 1 << 16;
    private static final long REQUEST = 4711;
    private static final long OTHER = 4712;

    private final TaskTable table = new TaskTable();
    private final Object task = new Object();

    @Test
    void aTaskIsTakenOnce() {
        table.put(task, REQUEST, true);
        assertThat(table.peek(task)).isEqualTo(REQUEST);
        assertThat(table.take(new Object())).isZero();
        assertThat(table.take(task)).isEqualTo(REQUEST);
        assertThat(table.take(task)).isZero();
    }

    @Test
    void aTaskThatWaitsForTwoRequestsIsNobodys() {
        table.put(task, REQUEST, true);
        table.put(task, OTHER, true);
        assertThat(table.take(task)).isZero();
        assertThat(table.take(task)).isZero();
        assertThat(table.ambiguousCount()).isEqualTo(2);
        table.put(task, OTHER, true);
        assertThat(table.take(task)).as("waits once again").isEqualTo(OTHER);
    }

    @Test
    void aTaskThatWaitsForARequestAndForNobodyIsNobodys() {
        table.put(task, TaskTable.NOBODY, true);
        table.put(task, REQUEST, true);
        assertThat(table.take(task)).isZero();
        assertThat(table.take(task)).isZero();
        table.put(task, TaskTable.NOBODY, true);
        assertThat(table.take(task)).isZero();
    }

    @Test
    void aTaskThatWaitsTwiceForOneRequestIsItsBothTimes() {
        table.put(task, REQUEST, true);
        table.put(task, REQUEST, true);
        assertThat(table.take(task)).isEqualTo(REQUEST);
        assertThat(table.take(task)).isEqualTo(REQUEST);
        assertThat(table.take(task)).isZero();
    }

    @Test
    void whatIsRejectedDoesNotWait() {
        table.put(task, REQUEST, true);
        table.put(task, OTHER, true);
        table.remove(task, OTHER);
        assertThat(table.take(task)).isEqualTo(REQUEST);
        assertThat(table.take(task)).isZero();
    }

    @Test
    void aWorkerGoesFromRequestToRequest() {
        table.label(task, REQUEST);
        table.label(task, OTHER);
        assertThat(table.peek(task)).isEqualTo(OTHER);
        table.drop(task);
        assertThat(table.peek(task)).isZero();
    }

    @Test
    void whatFindsNoPlaceIsCountedAndNobodys() {
        List<Object> all = new ArrayList<>();
        while (table.fullCount() < 100) {
            Object next = new Object();
            all.add(next);
            table.put(next, REQUEST, true);
        }
        assertThat(all).hasSizeGreaterThan(CAPACITY / 2);
        Object lost = all.get(all.size() - 1);
        Object waiting = all.get(0);
        assertThat(table.take(waiting)).isIn(0L, REQUEST);
        assertThat(table.take(lost)).isZero();
        int right = 0;
        for (Object next : all.subList(1, all.size() - 1)) {
            right += table.take(next) == REQUEST ? 1 : 0;
        }
        assertThat(right).isGreaterThan(all.size() - 2_000);
        table.put(lost, OTHER, true);
        assertThat(table.take(lost)).as("nothing is missing any more").isEqualTo(OTHER);
    }

    /** Else the run of the first would be taken for that of the second. */
    @Test
    void aTaskWhoseFirstEntryIsMissingIsNobodys() {
        List<Object> all = new ArrayList<>();
        long before = 0;
        while (before == table.fullCount()) {
            before = table.fullCount();
            Object next = new Object();
            all.add(next);
            table.put(next, REQUEST, true);
        }
        Object lost = all.remove(all.size() - 1);
        all.forEach(table::take);
        table.put(lost, OTHER, true);
        assertThat(table.take(lost)).isZero();
    }

    @Test
    @Timeout(60)
    void aTaskThatNeverRunsIsNotKeptAlive() throws Exception {
        Object abandoned = new Object();
        WeakReference<Object> reference = new WeakReference<>(abandoned);
        table.put(abandoned, REQUEST, true);
        table.sweep();
        table.sweep();
        assertThat(table.take(abandoned)).as("waits for long").isEqualTo(REQUEST);
        table.put(abandoned, REQUEST, true);
        table.sweep();
        table.sweep();
        abandoned = null;
        while (reference.get() != null) {
            System.gc();
            Thread.sleep(10);
        }
        table.sweep();
        assertThat(table.fullCount()).isZero();
    }

    @Test
    @Timeout(60)
    void whatMayNeverRunIsNotKeptAliveAtAll() throws Exception {
        Object abandoned = new Object();
        WeakReference<Object> reference = new WeakReference<>(abandoned);
        table.putWeakly(abandoned, REQUEST);
        assertThat(table.peek(abandoned)).isEqualTo(REQUEST);
        abandoned = null;
        while (reference.get() != null) {
            System.gc();
            Thread.sleep(10);
        }
        table.sweep();
        assertThat(table.fullCount()).isZero();
    }

    @Test
    void whatWaitsForLongGivesWayToWhatIsNew() {
        List<Object> old = new ArrayList<>();
        while (table.fullCount() == 0) {
            old.add(new Object());
            table.putWeakly(old.get(old.size() - 1), REQUEST);
        }
        old.remove(old.size() - 1);
        assertThat(old).allSatisfy(each -> assertThat(table.peek(each)).isEqualTo(REQUEST));
        table.sweep();
        for (int i = 0; i < 100; i++) {
            Object next = new Object();
            table.put(next, OTHER, true);
            assertThat(table.take(next)).isEqualTo(OTHER);
        }
        assertThat(old).allSatisfy(each -> assertThat(table.peek(each)).isIn(REQUEST, RequestTable.NONE));
    }

    /** Few tasks, submitted again and again on behalf of several requests at once: right, or nobody's. */
    @RepeatedTest(40)
    @Timeout(60)
    void isNeverWrongWhenManyThreadsShareFewTasks() throws Exception {
        Object[] shared = new Object[16];
        for (int i = 0; i < shared.length; i++) {
            shared[i] = new Object();
        }
        Queue<long[]> queue = new ConcurrentLinkedQueue<>();
        AtomicLong wrong = new AtomicLong();
        AtomicLong right = new AtomicLong();
        AtomicInteger producers = new AtomicInteger(2);
        List<FutureTask<Void>> threads = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            int first = number;
            threads.add(start(() -> {
                for (int i = 0; i < 100_000; i++) {
                    long request = first + 2L * (i / 3);
                    table.put(shared[i % shared.length], request, true);
                    queue.add(new long[] {i % shared.length, request});
                }
                producers.decrementAndGet();
            }));
            threads.add(start(() -> {
                while (true) {
                    boolean isLast = producers.get() == 0;
                    long[] next = queue.poll();
                    if (next == null && isLast) {
                        return;
                    }
                    if (next != null) {
                        // Who runs which of two is open, as in a pool: any that waits may be meant.
                        long found = table.take(shared[(int) next[0]]);
                        (found == 0 ? new AtomicLong() : found == next[1] ? right : wrong).incrementAndGet();
                    }
                }
            }));
        }
        for (FutureTask<Void> thread : threads) {
            thread.get();
        }
        assertThat(wrong).hasValue(0);
        assertThat(table.take(shared[0])).isZero();
    }

    private static FutureTask<Void> start(Runnable body) {
        FutureTask<Void> task = new FutureTask<>(body, null);
        new Thread(task).start();
        return task;
    }
}
