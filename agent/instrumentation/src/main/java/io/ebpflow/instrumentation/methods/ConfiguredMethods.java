// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.methods;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * Methods that the user has named: whatever they do, they do for a request of their own name.
 *
 * <p>Threading: immutable.
 */
public final class ConfiguredMethods {
    private ConfiguredMethods() {}

    /** @param methods {@code com.acme.Job#run}: binary name of the declaring class, and the method's name */
    public static List<Hook> hooks(List<String> methods) {
        List<Hook> hooks = new ArrayList<>();
        for (String method : methods) {
            int hash = method.indexOf('#');
            hooks.add(Hook.onLoad(
                    method.substring(0, hash),
                    MethodAdvice.class,
                    named(method.substring(hash + 1)).and(not(isAbstract())).and(not(isNative()))));
        }
        return hooks;
    }
}
