// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import io.ebpflow.exchange.Pause;
import io.ebpflow.exchange.Pauses;
import java.lang.instrument.Instrumentation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent that looks for pauses as the reader does, in an application that has many: a live heap of many objects, garbage,
 * forced collections, and safepoints of other kinds. Says where it found them, and how much of some intervals was stopped.
 *
 * <p>Threading: {@link #read} by the reader, all else by main.
 */
public final class PauseReader {

    private static final long SLEEP_NS = 10_000_000;
    private static final int LIVE_ARRAYS = 250_000;
    private static final int LIVE_BYTES = 400;
    private static final int FORCED = 5;

    /** A collection does not follow another at once: the reader looks between them. */
    private static final int ARRAYS_A_MS = 2_000;

    private static final int ASKED = 997;

    private static final Deque<byte[]> LIVE = new ArrayDeque<>();

    private static Instrumentation instrumentation;
    private static volatile boolean isOver;
    private static Pauses pauses;
    private static long fromNs;
    private static long toNs;

    private PauseReader() {}

    public static void premain(String arguments, Instrumentation jvm) {
        instrumentation = jvm;
    }

    /** {@code beans}: with the platform's MXBeans if there is nothing better. */
    public static void main(String[] args) throws InterruptedException {
        pauses = Pauses.find(instrumentation);
        if (args.length > 0) {
            pauses.useManagement();
        }
        fromNs = System.nanoTime();
        Thread reader = new Thread(PauseReader::read, "reader");
        reader.start();
        for (int i = 0; i < LIVE_ARRAYS; i++) {
            LIVE.add(new byte[LIVE_BYTES]);
        }
        for (int i = 0; i < FORCED; i++) {
            churn(100_000);
            System.gc();
            Thread.sleep(30);
            Thread.getAllStackTraces();
        }
        churn(700_000);
        Thread.sleep(50);
        isOver = true;
        reader.join();
        show();
    }

    private static void churn(int arrays) throws InterruptedException {
        for (int i = 0; i < arrays; i++) {
            LIVE.add(new byte[LIVE_BYTES]);
            LIVE.remove();
            if (i % ARRAYS_A_MS == 0) {
                Thread.sleep(1);
            }
        }
    }

    private static void read() {
        while (!isOver) {
            pauses.poll(System.nanoTime());
            LockSupport.parkNanos(SLEEP_NS);
        }
        toNs = System.nanoTime();
        pauses.poll(toNs);
    }

    private static void show() {
        System.out.println("known " + pauses.isKnown());
        System.out.println("from " + fromNs + " to " + toNs);
        System.out.println("total " + pauses.totalNs() + " unresolved " + pauses.unresolvedNs());
        for (Pause pause : pauses.recent()) {
            System.out.println("pause " + pause.startNs() + ' ' + pause.endNs() + ' ' + pause.stoppedNs());
        }
        Random random = new Random(ASKED);
        List<Pause> recent = new ArrayList<>(pauses.recent());
        for (int i = 0; i < ASKED && !recent.isEmpty(); i++) {
            Pause near = recent.get(random.nextInt(recent.size()));
            long askedNs = near.startNs() - random.nextInt(30_000_000);
            long untilNs = askedNs + random.nextInt(120_000_000);
            System.out.println("asked " + askedNs + ' ' + untilNs + ' ' + pauses.overlapNs(askedNs, untilNs));
        }
    }
}
