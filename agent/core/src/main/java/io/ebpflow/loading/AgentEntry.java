// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.loading;

import io.ebpflow.AgentRuntime;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The first class inside the isolated loader, called by reflection from the thread {@code ebpflow-start}.
 *
 * <p>Threading: confined to that thread.
 */
public final class AgentEntry {

    private AgentEntry() {}

    /**
     * Prepares the loaders and starts the agent proper.
     *
     * @param instrumentation of this JVM
     * @param arguments agent arguments, or null
     * @param jar the agent's jar
     * @param isLive true when attached to a running JVM
     * @param attached to be run once when flows are seen
     * @param commands gets who takes commands, as long as there is somebody
     * @throws IOException if the jar cannot be read
     */
    public static void start(
            Instrumentation instrumentation,
            String arguments,
            File jar,
            boolean isLive,
            Runnable attached,
            AtomicReference<Consumer<String>> commands)
            throws IOException {
        JdkInternals.exportTo(AgentEntry.class.getModule(), instrumentation);
        // Before the first class of these packages is loaded: a package cannot change its module.
        NativeModule.define(AgentEntry.class.getClassLoader());
        BootstrapInjector.inject(jar, instrumentation);
        AgentRuntime.start(instrumentation, arguments, jar, isLive, attached, commands);
    }
}
