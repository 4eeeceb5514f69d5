// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.grpc;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import io.grpc.ServerCall;
import net.bytebuddy.asm.Advice;

/**
 * Around what the application does when something of a call has come. Each of them is a request of its own: a stream may be
 * open for days.
 *
 * <p>Threading: inlined into gRPC; runs in the application's threads.
 */
final class CallbackAdvice {
    private CallbackAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("call") ServerCall<?, ?> call) throws Throwable {
        return Requests.enter(
                RequestTable.GRPC, null, call.getMethodDescriptor().getFullMethodName());
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
