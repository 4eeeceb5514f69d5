// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import io.ebpflow.attribution.NativeThreads;
import io.ebpflow.kernel.libc.JnaLoader;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Gives the bridge its way into java.lang.Thread without an agent: options on the command line open what
 * {@link Instrumentation#redefineModule} would.
 *
 * <p>Threading: thread-safe.
 */
final class OpenThreads {
    private OpenThreads() {}

    /** @throws IllegalStateException if this JVM is not one that hooks work on */
    static synchronized void open() throws InterruptedException, ExecutionException {
        String problem = JnaLoader.load();
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
        // A platform thread: it compares its own kernel id, which a virtual one does not have.
        FutureTask<NativeThreads> search = new FutureTask<>(() -> NativeThreads.find(openByCommandLine()));
        new Thread(search, "open").start();
        if (search.get() == null) {
            throw new IllegalStateException("this JVM does not tell kernel thread ids");
        }
    }

    private static Instrumentation openByCommandLine() {
        return (Instrumentation) Proxy.newProxyInstance(
                OpenThreads.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (self, method, arguments) -> null);
    }
}
