// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * Queues of libraries that one thread empties for all who have put something in: that thread, or the task that it was started by, says
 * nothing of whom what it finds there is done for.
 *
 * <p>Threading: immutable.
 */
final class LibraryQueues {
    private LibraryQueues() {}

    /** All hooks of this class. */
    static List<Hook> hooks() {
        List<Hook> all = new ArrayList<>();
        connections(all);
        subscriptions(all);
        sequences(all);
        loops(all);
        return all;
    }

    /**
     * Who gives a connection back, or has opened one, hands it to the next who waits for one, and goes on with what that one wants
     * to do with it: Reactor's pool, with the copy that Reactor Netty has (tested: 1.2).
     */
    private static void connections(List<Hook> all) {
        for (String prefix : List.of("reactor.pool.", "reactor.netty.internal.shaded.reactor.pool.")) {
            String borrower = prefix + "AbstractPool$Borrower";
            all.add(Hook.onLoad(borrower, StageCreatedAdvice.class, isConstructor()));
            all.add(Hook.onLoad(borrower, TurnAdvice.class, namedOneOf("deliver", "fail")));
        }
    }

    /** Reactor (tested: 3.7) and RxJava: who produces an element passes on those of others that have come meanwhile. */
    private static void subscriptions(List<Hook> all) {
        for (String name : List.of(
                "reactor.core.publisher.FluxPublishOn$PublishOnSubscriber",
                "reactor.core.publisher.FluxPublishOn$PublishOnConditionalSubscriber",
                "io.reactivex.rxjava3.internal.operators.flowable.FlowableObserveOn$BaseObserveOnSubscriber",
                "io.reactivex.rxjava3.internal.operators.observable.ObservableObserveOn$ObserveOnObserver")) {
            all.add(Hook.onLoad(name, StageCreatedAdvice.class, isConstructor()));
            all.add(Hook.onLoad(name, SubscriptionAdvice.class, named("run")));
        }
    }

    /**
     * Guava's executor that runs one task after the other (tested: 33), in the task that the first of them has started. That one it
     * wraps, the others wait as they are.
     */
    private static void sequences(List<Hook> all) {
        String executor = "com.google.common.util.concurrent.SequentialExecutor";
        all.add(Hook.onLoad(executor, SequenceAdvice.class, named("execute")));
        all.add(Hook.onLoad(executor + "$QueueWorker", CleanAdvice.class, named("run")));
        all.add(Hook.aroundRunsOnLoad(executor + "$QueueWorker", named("workOnQueue"), "run", "enterQueued"));
        all.add(Hook.aroundRunsOnLoad(executor + "$1", named("run"), "run", "enterQueued"));
    }

    /** Loops that serve all, and threads of such: those of asynchronous channels, of Apache's asynchronous clients, of the Disruptor. */
    private static void loops(List<Hook> all) {
        clean(all, "sun.nio.ch.AsynchronousChannelGroupImpl", "startThreads");
        clean(all, "org.apache.hc.core5.reactor.MultiCoreIOReactor", "start"); // 5
        clean(all, "org.apache.http.impl.nio.reactor.AbstractMultiworkerIOReactor", "execute"); // 4
        clean(all, "com.lmax.disruptor.BatchEventProcessor", "run"); // 4
    }

    private static void clean(List<Hook> all, String className, String method) {
        all.add(Hook.onLoad(className, CleanAdvice.class, named(method)));
    }
}
