// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import static net.bytebuddy.matcher.ElementMatchers.none;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;

/**
 * Weaves hooks into classes that are loaded, and takes them out again. Only method bodies change, so the JVM can put the
 * original back. The classes are listed, not searched for: AgentBuilder would look at every class of the JVM.
 *
 * <p>Threading: {@link #install} and {@link #uninstall} by one thread each; transformation by whichever thread loads.
 */
public final class HookInstaller implements ClassFileTransformer {
    private final Instrumentation instrumentation;
    private final Map<String, List<Hook>> hooksByInternalName = new LinkedHashMap<>();
    private final List<Class<?>> installed = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private volatile boolean isActive = true;
    private volatile Throwable lastFailure;

    public HookInstaller(Instrumentation instrumentation, List<Hook> hooks) {
        this.instrumentation = instrumentation;
        for (Hook hook : hooks) {
            hooksByInternalName
                    .computeIfAbsent(Hook.internal(hook.className()), name -> new ArrayList<>())
                    .add(hook);
        }
    }

    /**
     * Installs every hook whose class this JDK has. A class that cannot be transformed stays as it is.
     *
     * @return what did not work, one line each
     */
    public List<String> install() {
        instrumentation.addTransformer(this, true);
        for (String internalName : hooksByInternalName.keySet()) {
            Class<?> type = find(internalName.replace('/', '.'));
            if (type != null) {
                retransform(type);
            }
        }
        return new ArrayList<>(problems);
    }

    private static Class<?> find(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            return null; // another JDK's class
        }
    }

    private void retransform(Class<?> type) {
        lastFailure = null;
        try {
            instrumentation.retransformClasses(type);
            if (lastFailure == null) {
                installed.add(type);
                return;
            }
        } catch (Exception | LinkageError e) {
            lastFailure = e;
        }
        problems.add("hook in " + type.getName() + " not installed: " + lastFailure);
    }

    /** Takes every hook out. */
    public void uninstall() {
        isActive = false;
        instrumentation.removeTransformer(this);
        for (Class<?> type : installed) {
            try {
                instrumentation.retransformClasses(type);
            } catch (Exception | LinkageError e) {
                problems.add("hook in " + type.getName() + " not removed: " + e);
            }
        }
        installed.clear();
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String internalName,
            Class<?> loaded,
            ProtectionDomain domain,
            byte[] original) {
        List<Hook> hooks = loader == null && isActive ? hooksByInternalName.get(internalName) : null;
        if (hooks == null || loaded == null) {
            return null;
        }
        try {
            return weave(loaded, original, hooks);
        } catch (Throwable e) { // what a transformer throws the JVM swallows: keep it for the report
            lastFailure = e;
            return null;
        }
    }

    private static byte[] weave(Class<?> type, byte[] original, List<Hook> hooks) {
        ClassFileLocator advice = ClassFileLocator.ForClassLoader.of(HookInstaller.class.getClassLoader());
        DynamicType.Builder<?> builder = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .ignore(none())
                .redefine(TypeDescription.ForLoadedType.of(type), ClassFileLocator.Simple.of(type.getName(), original));
        for (Hook hook : hooks) {
            builder = builder.visit(hook.weaving(advice));
        }
        try (DynamicType.Unloaded<?> woven = builder.make()) {
            return woven.getBytes();
        }
    }
}
