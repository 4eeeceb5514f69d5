// SPDX-License-Identifier: Apache-2.0
package com.example.wiring;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Ends this JVM after a time whatever happens, so that nothing of a demo that was killed stays behind. */
public final class Lifetime {
    private Lifetime() {}

    public static void limitTo(Duration limit) {
        Timer timer = new Timer("lifetime", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        System.err.println("Stopping: this JVM has run for " + limit.toMinutes() + " minutes.");
                        Runtime.getRuntime().halt(1);
                    }
                },
                limit.toMillis());
    }
}
