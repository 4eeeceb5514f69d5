// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.api;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Begins a request for the API.
 *
 * <p>Threading: inlined into the API; runs in the application's threads.
 */
final class BeginAdvice {
    private BeginAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
            @Advice.Argument(0) boolean isJob,
            @Advice.Argument(1) String name,
            @Advice.Return(readOnly = false) long request)
            throws Throwable {
        request = Requests.begin(isJob ? RequestTable.JOB : RequestTable.CUSTOM, name);
    }
}
