// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.view.FlowView;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the newest and the worst slow calls for JMX, whatever the log shows. All memory is taken at the start: with
 * {@code slow=0} every call comes through here.
 *
 * <p>Threading: the view thread writes, threads of JMX read copies; both hold the lock for as long as it takes to copy.
 */
public final class SlowCalls implements FlowView {
    /** Of each list: what a person looks through. */
    static final int MAX_CALLS = 50;

    private final SlowCall[] newest = blank();

    /** Slowest first; of equally slow ones the older. */
    private final SlowCall[] worst = blank();

    private long total;
    private long totalAtReset;
    private int worstCount;
    private volatile SlowNotifier notifier;

    private static SlowCall[] blank() {
        SlowCall[] calls = new SlowCall[MAX_CALLS];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = new SlowCall();
        }
        return calls;
    }

    /** @param newNotifier is told of each slow call from now on; null: nobody is */
    void notify(SlowNotifier newNotifier) {
        notifier = newNotifier;
    }

    @Override
    public void onEvent(FlowEvent event) {
        if (event.type != EventType.SLOW) {
            return;
        }
        long number;
        synchronized (this) {
            number = ++total;
            newest[(int) (number % MAX_CALLS)].set(event, number);
            keepIfBad(event, number);
        }
        SlowNotifier current = notifier;
        if (current != null) {
            current.offer(event, number);
        }
    }

    private void keepIfBad(FlowEvent event, long number) {
        long callUs = SlowCall.callUs(event);
        if (worstCount == MAX_CALLS && callUs <= worst[MAX_CALLS - 1].callUs) {
            return;
        }
        int place = worstCount < MAX_CALLS ? worstCount++ : MAX_CALLS - 1;
        SlowCall call = worst[place];
        for (; place > 0 && worst[place - 1].callUs < callUs; place--) {
            worst[place] = worst[place - 1];
        }
        worst[place] = call;
        call.set(event, number);
    }

    /** The newest first. */
    synchronized List<SlowCall> newest() {
        List<SlowCall> copies = new ArrayList<>(MAX_CALLS);
        for (long number = total; number > Math.max(totalAtReset, total - MAX_CALLS); number--) {
            copies.add(newest[(int) (number % MAX_CALLS)].copy());
        }
        return copies;
    }

    /** The slowest first. */
    synchronized List<SlowCall> worst() {
        List<SlowCall> copies = new ArrayList<>(MAX_CALLS);
        for (int i = 0; i < worstCount; i++) {
            copies.add(worst[i].copy());
        }
        return copies;
    }

    /** Since the start or the last reset. */
    synchronized long count() {
        return total - totalAtReset;
    }

    /** Forgets all calls; numbers go on. */
    synchronized void reset() {
        totalAtReset = total;
        worstCount = 0;
    }

    @Override
    public void close() {
        // What was kept can be read until the MBean is gone.
    }
}
