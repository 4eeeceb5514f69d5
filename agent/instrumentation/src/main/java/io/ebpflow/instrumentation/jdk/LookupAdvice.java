// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Lookups;
import java.net.InetAddress;
import net.bytebuddy.asm.Advice;

/**
 * The JDK asks its resolver, whichever that is, for the addresses of a host.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class LookupAdvice {
    private LookupAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter() {
        return Lookups.enter();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter long startedNs,
            @Advice.Argument(0) String host,
            @Advice.Return InetAddress[] found,
            @Advice.Thrown Throwable thrown)
            throws Throwable {
        Lookups.exit(startedNs, host, found, thrown);
    }
}
