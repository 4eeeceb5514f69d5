// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.trace;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;

/**
 * Where the id of a trace becomes known to a thread: in OpenTelemetry when a context is made current, in the application's own
 * API (tested with 1.66) or in the copy of it that OpenTelemetry's agent keeps (2.20); else when the application logs it, through
 * SLF4J's MDC or Log4j's ThreadContext.
 *
 * <p>Threading: immutable.
 */
public final class TraceIds {
    private static final String STORAGE = "io.opentelemetry.context.ThreadLocalContextStorage";
    private static final String SCOPE = STORAGE + "$ScopeImpl";
    private static final String THEIRS = "io.opentelemetry.";
    private static final String SHADED = "io.opentelemetry.javaagent.shaded.io.opentelemetry.";

    private TraceIds() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        List<Hook> hooks = new ArrayList<>();
        hooks.add(Hook.onLoad(STORAGE, AttachAdvice.class, named("attach").and(TraceIds::hasNamedScope)));
        hooks.add(Hook.onLoad(SCOPE, CloseAdvice.class, named("close")));
        hooks.add(hooks.get(0).relocated(THEIRS, SHADED));
        hooks.add(hooks.get(1).relocated(THEIRS, SHADED));
        hooks.add(Hook.onLoad(
                "org.slf4j.MDC", LogContextAdvice.class, named("put").and(takesArguments(String.class, String.class))));
        hooks.add(Hook.onLoad(
                "org.apache.logging.log4j.ThreadContext",
                LogContextAdvice.class,
                named("put").and(takesArguments(String.class, String.class))));
        return hooks;
    }

    /** Early versions close their scopes in a lambda: a trace would never end. */
    private static boolean hasNamedScope(MethodDescription attach) {
        return attach.getDeclaringType().asErasure().getDeclaredTypes().stream()
                .anyMatch(type -> type.getSimpleName().equals("ScopeImpl"));
    }
}
