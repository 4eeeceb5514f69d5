// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.loading;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The two calls into the JDK's internals that we cannot do without, by reflection, opened through {@link
 * Instrumentation#redefineModule}: an agent is allowed to, no option on the command line is needed, and no warning is
 * printed. Only the isolated loader's own unnamed module gets access; the application's stays as closed as it was.
 *
 * <p>Checked on JDK 17 and 25; JDK 11 has the same method of {@code Unsafe} and needs no native access.
 *
 * <p>Threading: confined to the thread that starts the agent.
 */
final class JdkInternals {

    private static final String MISC = "jdk.internal.misc";
    /** Since JDK 12. */
    private static final String ACCESS = "jdk.internal.access";

    private JdkInternals() {}

    static void exportTo(Module module, Instrumentation instrumentation) {
        Module base = Object.class.getModule();
        Map<String, Set<Module>> exports = new HashMap<>();
        for (String name : new String[] {MISC, ACCESS}) {
            if (base.getPackages().contains(name)) {
                exports.put(name, Set.of(module));
            }
        }
        instrumentation.redefineModule(base, Set.of(), exports, Map.of(), Set.of(), Map.of());
    }

    /**
     * Defines a class in the bootstrap loader.
     *
     * @throws LinkageError as {@code ClassLoader.defineClass}
     * @throws ReflectiveOperationException if this JDK has no such method
     */
    static Class<?> defineInBootstrap(String name, byte[] bytes) throws ReflectiveOperationException {
        Class<?> type = Class.forName(MISC + ".Unsafe");
        Object unsafe = type.getMethod("getUnsafe").invoke(null);
        try {
            return (Class<?>) type.getMethod(
                            "defineClass",
                            String.class,
                            byte[].class,
                            int.class,
                            int.class,
                            ClassLoader.class,
                            ProtectionDomain.class)
                    .invoke(unsafe, name, bytes, 0, bytes.length, null, null);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LinkageError) {
                throw (LinkageError) e.getCause();
            }
            throw e;
        }
    }

    /**
     * Allows one module to call native code, as {@code --enable-native-access} does. {@code
     * ModuleLayer.Controller.enableNativeAccess} would need that right itself.
     */
    static void enableNativeAccess(Module module) throws ReflectiveOperationException {
        Object access = Class.forName(ACCESS + ".SharedSecrets")
                .getMethod("getJavaLangAccess")
                .invoke(null);
        Class.forName(ACCESS + ".JavaLangAccess")
                .getMethod("addEnableNativeAccess", Module.class)
                .invoke(access, module);
    }
}
