// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.lettuce;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import io.ebpflow.instrumentation.netty.ActiveAdvice;
import java.util.List;

/**
 * Lettuce 5 to 7: all threads share one connection to Redis, on which nobody waits for an answer to send the next command.
 *
 * <p>Threading: immutable.
 */
public final class Lettuce {
    private Lettuce() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(Hook.onLoad(
                "io.lettuce.core.protocol.CommandHandler",
                ActiveAdvice.class,
                named("channelActive").and(takesArguments(1))));
    }
}
