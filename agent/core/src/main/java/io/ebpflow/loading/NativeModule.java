// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.loading;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A named module around JNA and our own native methods, inside the isolated loader.
 *
 * <p>JDK 24 and later warn when a module without native access calls native code, and deny it with {@code
 * --illegal-native-access=deny} (JEP 472). The right can be given to a named module alone, or to all unnamed modules
 * together, and those are the application's. So the packages that need it are a module, and only they get it.
 *
 * <p>Threading: confined to the thread that starts the agent.
 */
final class NativeModule {

    private static final String NAME = "io.ebpflow.libc";
    private static final Set<String> PACKAGES = Set.of(
            "com.sun.jna",
            "com.sun.jna.internal",
            "com.sun.jna.ptr",
            "com.sun.jna.win32",
            "io.ebpflow.kernel.libc",
            "io.ebpflow.kernel.libc.quiet");

    /** The first release with native access as it is now; the calls of older ones never warn. */
    private static final int FIRST_RELEASE_THAT_WARNS = 24;

    private NativeModule() {}

    /** Must come before the first class of these packages is loaded. */
    static void define(ClassLoader loader) {
        ModuleDescriptor descriptor = ModuleDescriptor.newOpenModule(NAME)
                .requires(Set.of(ModuleDescriptor.Requires.Modifier.MANDATED), "java.base")
                .packages(PACKAGES)
                .build();
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(new OneModule(descriptor), ModuleFinder.of(), Set.of(NAME));
        ModuleLayer.Controller controller = ModuleLayer.defineModules(configuration, List.of(boot), module -> loader);
        Module module = controller.layer().findModule(NAME).orElseThrow();
        controller.addReads(module, loader.getUnnamedModule());
        if (Runtime.version().feature() >= FIRST_RELEASE_THAT_WARNS) {
            allowNativeCalls(module);
        }
    }

    private static void allowNativeCalls(Module module) {
        try {
            JdkInternals.enableNativeAccess(module);
        } catch (ReflectiveOperationException | LinkageError e) {
            // A JDK that has moved the method: native calls still work there, after the JDK's own warning.
        }
    }

    /**
     * Finds the one module, whose content the class loader holds.
     *
     * <p>Threading: immutable.
     */
    private static final class OneModule implements ModuleFinder {

        private final ModuleReference reference;

        OneModule(ModuleDescriptor descriptor) {
            this.reference = new ModuleReference(descriptor, null) {
                @Override
                public ModuleReader open() {
                    throw new UnsupportedOperationException("the class loader reads the jar itself");
                }
            };
        }

        @Override
        public Optional<ModuleReference> find(String name) {
            return name.equals(NAME) ? Optional.of(reference) : Optional.empty();
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.of(reference);
        }
    }
}
