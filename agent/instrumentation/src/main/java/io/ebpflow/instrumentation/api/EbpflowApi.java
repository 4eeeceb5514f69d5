// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.api;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * io.ebpflow.api, however many copies of it the application has: its methods that do nothing are filled. So it needs no
 * reflection, and works with an agent that comes after it.
 *
 * <p>Threading: immutable.
 */
public final class EbpflowApi {
    private static final String SCOPE = "io.ebpflow.api.RequestScope";

    /** Its static method {@code connectAll} connects those that were there before its hooks. */
    public static final String SUBSCRIPTION = "io.ebpflow.api.Subscription";

    private EbpflowApi() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(SCOPE, CurrentAdvice.class, named("current")),
                Hook.onLoad(SCOPE, BeginAdvice.class, named("begin")),
                Hook.onLoad(SCOPE, EndAdvice.class, named("end")),
                Hook.onLoad(SUBSCRIPTION, RegisterAdvice.class, named("register")));
    }
}
