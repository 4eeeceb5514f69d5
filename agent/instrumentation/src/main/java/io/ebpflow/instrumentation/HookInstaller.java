// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import static net.bytebuddy.matcher.ElementMatchers.none;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;

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
    /** Names, because a class that is being loaded has no object yet. */
    private final Set<String> wovenOnLoad = ConcurrentHashMap.newKeySet();

    private final List<String> problems = new ArrayList<>();
    private volatile boolean isActive = true;

    /** What weaving a class threw, by name; of classes that are being loaded nobody else will tell. */
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    private final Queue<String> lateProblems = new ConcurrentLinkedQueue<>();

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
        boolean hasOnLoad = false;
        for (Map.Entry<String, List<Hook>> hooks : hooksByInternalName.entrySet()) {
            if (hooks.getValue().get(0).isOnLoad()) {
                hasOnLoad = true;
                continue;
            }
            Class<?> type = find(hooks.getKey().replace('/', '.'));
            if (type != null) {
                retransform(type);
            }
        }
        if (hasOnLoad) {
            retransformLoaded();
        }
        return new ArrayList<>(problems);
    }

    private static String notInstalled(String className, Throwable failure) {
        return "hook in " + className + " not installed: " + failure;
    }

    /** What did not work since {@link #install} when the application loaded a class, one line; null: nothing new. */
    public String nextProblem() {
        return lateProblems.poll();
    }

    /** Classes of the application that were there before the transformer, in the order of the hooks. */
    private void retransformLoaded() {
        Map<String, List<Class<?>>> loaded = new HashMap<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            String name = Hook.internal(type.getName());
            List<Hook> hooks = hooksByInternalName.get(name);
            if (hooks != null && hooks.get(0).isOnLoad() && !installed.contains(type)) {
                loaded.computeIfAbsent(name, key -> new ArrayList<>()).add(type);
            }
        }
        for (String name : hooksByInternalName.keySet()) {
            for (Class<?> type : loaded.getOrDefault(name, List.of())) {
                retransform(type);
            }
        }
    }

    private static Class<?> find(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            return null; // another JDK's class
        }
    }

    private void retransform(Class<?> type) {
        Throwable failure;
        try {
            instrumentation.retransformClasses(type);
            failure = failures.remove(type.getName());
        } catch (Exception | LinkageError e) {
            failure = e;
        }
        if (failure == null) {
            installed.add(type);
        } else {
            problems.add(notInstalled(type.getName(), failure));
        }
    }

    /** Takes every hook out. */
    public void uninstall() {
        isActive = false;
        instrumentation.removeTransformer(this);
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (wovenOnLoad.contains(type.getName())) {
                installed.add(type);
            }
        }
        try {
            // At once: the JVM walks through all of its classes for each call, while everything stands still.
            instrumentation.retransformClasses(installed.toArray(new Class<?>[0]));
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            uninstallEach();
        }
        installed.clear();
    }

    /** One does not want to be put back: the others do. */
    private void uninstallEach() {
        for (Class<?> type : installed) {
            try {
                instrumentation.retransformClasses(type);
            } catch (Exception | LinkageError | OutOfMemoryError e) {
                problems.add("hook in " + type.getName() + " not removed: " + e);
            }
        }
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String internalName,
            Class<?> loaded,
            ProtectionDomain domain,
            byte[] original) {
        List<Hook> hooks = isActive ? hooksByInternalName.get(internalName) : null;
        if (hooks == null || !hooks.get(0).isOnLoad() && (loader != null || loaded == null)) {
            return null;
        }
        String name = internalName.replace('/', '.');
        try {
            return weave(loader, name, original, hooks, loaded);
        } catch (Throwable e) { // what a transformer throws the JVM swallows: keep it for the report
            if (loaded != null) {
                failures.put(name, e);
            } else {
                lateProblems.add(notInstalled(name, e));
            }
            return null;
        }
    }

    /** What an agent appends to the bootstrap loader is found as a resource on the class path alone, where its jar is as well. */
    private static ClassFileLocator ofBootLoader() {
        return new ClassFileLocator.Compound(
                ClassFileLocator.ForClassLoader.ofBootLoader(), ClassFileLocator.ForClassLoader.ofSystemLoader());
    }

    /** @param loaded null: the class is being loaded */
    private byte[] weave(ClassLoader loader, String name, byte[] original, List<Hook> hooks, Class<?> loaded) {
        ClassFileLocator theirs = loader == null ? ofBootLoader() : ClassFileLocator.ForClassLoader.of(loader);
        ClassFileLocator advice = new ClassFileLocator.Compound(
                ClassFileLocator.ForClassLoader.of(HookInstaller.class.getClassLoader()), theirs);
        ClassFileLocator locator = ClassFileLocator.Simple.of(name, original);
        // From the bytes: reflection would resolve every type that the application's class names, those that it goes
        // without, too, and another agent may hide from it what it has added to a class of the JDK.
        TypeDescription type = TypePool.Default.of(new ClassFileLocator.Compound(locator, theirs))
                .describe(name)
                .resolve();
        DynamicType.Builder<?> builder = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .ignore(none())
                .redefine(type, locator);
        for (Hook hook : hooks) {
            builder = builder.visit(hook.weaving(advice));
        }
        try (DynamicType.Unloaded<?> woven = builder.make()) {
            byte[] bytes = woven.getBytes();
            if (loaded == null) {
                wovenOnLoad.add(name);
            }
            return bytes;
        }
    }
}
