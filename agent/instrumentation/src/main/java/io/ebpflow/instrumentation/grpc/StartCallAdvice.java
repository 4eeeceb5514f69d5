// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.grpc;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Around the start of a call, in which interceptors work: the method is one that the server has, {@code acme.Orders/Get}.
 *
 * <p>Threading: inlined into gRPC; runs in the application's threads.
 */
final class StartCallAdvice {
    private StartCallAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) String fullMethodName) throws Throwable {
        return Requests.enter(RequestTable.GRPC, null, fullMethodName);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
