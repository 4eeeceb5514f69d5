// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.trace;

import io.ebpflow.bridge.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import net.bytebuddy.asm.Advice;

/**
 * After a context was made the thread's own.
 *
 * <p>Threading: inlined into OpenTelemetry; runs in the application's threads.
 */
final class AttachAdvice {
    private AttachAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(0) Context context) throws Throwable {
        if (context != null) {
            SpanContext span = Span.fromContext(context).getSpanContext();
            Traces.current(span.isValid() ? span.getTraceId() : null);
        }
    }
}
