// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.trace;

import io.ebpflow.bridge.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import net.bytebuddy.asm.Advice;

/**
 * After a context has ended, or has not because it was another one's turn: asks which is current now.
 *
 * <p>Threading: inlined into OpenTelemetry; runs in the application's threads.
 */
final class CloseAdvice {
    private CloseAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit() throws Throwable {
        SpanContext span = Span.current().getSpanContext();
        Traces.current(span.isValid() ? span.getTraceId() : null);
    }
}
