// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.health.AgentLog;
import io.ebpflow.instrumentation.api.EbpflowApi;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;

/**
 * Finds the subscriptions that were there before the agent, or before its hooks: in each copy of io.ebpflow.api that is loaded.
 * Those of copies that are loaded later find the agent by themselves.
 *
 * <p>Threading: confined to the starting thread.
 */
final class ApiConnector {
    private ApiConnector() {}

    /** After the hooks are in. */
    static void connect(Instrumentation instrumentation, AgentLog log) {
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (!type.getName().equals(EbpflowApi.SUBSCRIPTION)) {
                continue;
            }
            try {
                Method connectAll = type.getDeclaredMethod("connectAll");
                connectAll.setAccessible(true); // its module, if it is in one, is automatic, and open
                connectAll.invoke(null);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                log.warn("subscriptions to flows that were made before the agent came are not served: " + e);
            }
        }
    }
}
