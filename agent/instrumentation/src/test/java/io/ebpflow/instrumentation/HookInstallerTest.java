// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookInstallerTest {
    private static final String TARGET = HookInstallerTest.class.getName() + "$Target";

    /** What hooks are woven into. */
    public static class Target {
        public static int answer() {
            return 42;
        }
    }

    /** What the woven code calls. */
    public static final class Counter {
        public static int count;

        private Counter() {}
    }

    static final class Counting {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter() {
            Counter.count++;
        }
    }

    static final class Impossible {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(5) Object none) {
            Counter.count++;
        }
    }

    /** The application's loader: its own copy of the target. */
    private static final class Application extends ClassLoader {
        private final byte[] target;

        Application(byte[] target) {
            super(HookInstallerTest.class.getClassLoader());
            this.target = target;
        }

        Class<?> define() {
            return defineClass(TARGET, target, 0, target.length);
        }
    }

    private final List<Class<?>> loaded = new ArrayList<>();
    private final List<String> retransformed = new ArrayList<>();
    private HookInstaller installer;
    private boolean isRegistered;

    /** There is room for one class at a time. */
    private boolean isShortOfMemory;

    /** As the JVM does, but nothing is really redefined: what comes of it is in {@link #retransformed}. */
    private Instrumentation jvm() {
        return (Instrumentation) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Instrumentation.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "addTransformer":
                            isRegistered = true;
                            return null;
                        case "removeTransformer":
                            isRegistered = false;
                            return true;
                        case "getAllLoadedClasses":
                            return loaded.toArray(new Class<?>[0]);
                        case "retransformClasses":
                            Class<?>[] types = (Class<?>[]) arguments[0];
                            if (isShortOfMemory && types.length > 1) {
                                throw new OutOfMemoryError("Metaspace");
                            }
                            for (Class<?> type : types) {
                                byte[] woven = isRegistered ? transform(type.getClassLoader(), type, original()) : null;
                                retransformed.add(type.getName() + (woven == null ? " as it was" : " woven"));
                            }
                            return null;
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }

    private byte[] transform(ClassLoader loader, Class<?> type, byte[] original) {
        return installer.transform(null, loader, TARGET.replace('.', '/'), type, null, original);
    }

    private static byte[] original() throws IOException {
        try (InputStream in =
                HookInstallerTest.class.getClassLoader().getResourceAsStream(TARGET.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private List<String> install(Class<?> advice) {
        installer = new HookInstaller(jvm(), Arrays.asList(Hook.onLoad(TARGET, advice, named("answer"))));
        return installer.install();
    }

    private Class<?> load() throws IOException {
        byte[] woven = transform(new Application(null), null, original());
        Class<?> type = new Application(woven == null ? original() : woven).define();
        loaded.add(type);
        return type;
    }

    private static void call(Class<?> type) throws ReflectiveOperationException {
        assertThat(type.getMethod("answer").invoke(null)).isEqualTo(42);
    }

    @Test
    void weavesAClassWhenItIsLoaded() throws Exception {
        Counter.count = 0;
        assertThat(install(Counting.class)).isEmpty();
        call(load());

        assertThat(Counter.count).isEqualTo(1);
        assertThat(installer.nextProblem()).isNull();
    }

    @Test
    void weavesAClassThatIsLoadedAlreadyInEachLoader() throws Exception {
        loaded.add(new Application(original()).define());
        loaded.add(new Application(original()).define());
        loaded.add(String.class);

        assertThat(install(Counting.class)).isEmpty();
        assertThat(retransformed).containsExactly(TARGET + " woven", TARGET + " woven");
    }

    @Test
    void leavesOtherClassesAlone() throws Exception {
        install(Counting.class);
        assertThat(installer.transform(null, null, "com/acme/Other", null, null, original()))
                .isNull();
    }

    @Test
    void saysWhichClassCouldNotBeWovenAndLeavesItAsItIs() throws Exception {
        Counter.count = 0;
        assertThat(install(Impossible.class)).isEmpty();
        call(load());

        assertThat(Counter.count).isZero();
        assertThat(installer.nextProblem()).startsWith("hook in " + TARGET + " not installed: ");
        assertThat(installer.nextProblem()).isNull();
    }

    @Test
    void saysSoAtOnceOfAClassThatIsLoadedAlready() throws Exception {
        loaded.add(new Application(original()).define());

        assertThat(install(Impossible.class))
                .singleElement()
                .asString()
                .startsWith("hook in " + TARGET + " not installed: ");
        assertThat(installer.nextProblem()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesOutWhatWasWovenWhicheverWay(boolean isShort) throws Exception {
        isShortOfMemory = isShort;
        loaded.add(new Application(original()).define());
        install(Counting.class);
        load();
        retransformed.clear();

        installer.uninstall();
        assertThat(isRegistered).isFalse();
        assertThat(retransformed).contains(TARGET + " as it was").doesNotContain(TARGET + " woven");
        assertThat(retransformed).hasSizeGreaterThanOrEqualTo(2);
        assertThat(transform(new Application(null), null, original())).isNull();
    }
}
