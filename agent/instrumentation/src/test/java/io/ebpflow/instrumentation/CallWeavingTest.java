// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallWeavingTest {
    private static final String CALLER = CallWeavingTest.class.getName() + "$Caller";
    private static final List<Object> CALLED = new ArrayList<>();

    /** What is woven. */
    public static final class Caller {
        public long runs(Task task, boolean isTwice) {
            long sum = 1;
            for (int i = 0; i < (isTwice ? 2 : 1); i++) {
                sum += task.call(i) + (task.run() ? 10 : 0);
            }
            return sum;
        }

        public String stops(Called called) {
            called.stop();
            Called.open("now");
            return "stopped";
        }

        public static void stopsWithoutThis(Called called) {
            called.stop();
        }
    }

    /** A task. */
    public static class Task {
        public boolean run() {
            CALLED.add("run");
            return true;
        }

        public int call(int argument) {
            CALLED.add("call");
            return argument;
        }
    }

    /** Whose methods are called. */
    public static final class Called {
        public void stop() {
            CALLED.add("stop");
        }

        public static String open(String how) {
            CALLED.add("open " + how);
            return how;
        }
    }

    /** Stands for the bridge. */
    public static final class FakeBridge {
        private FakeBridge() {}

        public static void before() {
            CALLED.add("before");
        }

        public static void after() {
            CALLED.add("after");
        }

        public static void told(Object caller) {
            CALLED.add(caller.getClass().getName());
        }
    }

    @BeforeEach
    void forget() {
        CALLED.clear();
    }

    private static byte[] woven(Hook hook) {
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(CallWeavingTest.class.getClassLoader());
        return new ByteBuddy()
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .redefine(Caller.class, locator)
                .visit(hook.weaving(locator))
                .make()
                .getBytes();
    }

    /** The JVM verifies it, as it does classes of any loader but its own. */
    private static Object load(byte[] bytes) throws ReflectiveOperationException {
        ClassLoader loader = new ClassLoader(CallWeavingTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(CALLER) ? defineClass(name, bytes, 0, bytes.length) : super.loadClass(name, resolve);
            }
        };
        return loader.loadClass(CALLER).getConstructor().newInstance();
    }

    private static Object call(Object caller, String method, Object... arguments) throws ReflectiveOperationException {
        for (var declared : caller.getClass().getMethods()) {
            if (declared.getName().equals(method)) {
                return declared.invoke(caller, arguments);
            }
        }
        throw new NoSuchMethodException(method);
    }

    private static List<String> callsIn(byte[] bytes, String method) {
        List<String> calls = new ArrayList<>();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String generic, String[] thrown) {
                                return !name.equals(method)
                                        ? null
                                        : new MethodVisitor(Opcodes.ASM9) {
                                            @Override
                                            public void visitMethodInsn(
                                                    int opcode,
                                                    String owner,
                                                    String called,
                                                    String type,
                                                    boolean isInterface) {
                                                calls.add(called);
                                            }
                                        };
                            }
                        },
                        0);
        return calls;
    }

    @Test
    void bracketsCallsOfAStaticMethod() throws Exception {
        Object caller = load(
                woven(Hook.aroundCalls(CALLER, Called.class.getName(), "open", FakeBridge.class, "before", "after")));

        assertThat(call(caller, "stops", new Called())).isEqualTo("stopped");
        assertThat(CALLED).containsExactly("stop", "before", "open now", "after");
    }

    @Test
    void noticesCallsByAnObject() throws Exception {
        Object caller = load(woven(Hook.afterCalls(CALLER, Called.class.getName(), "stop", FakeBridge.class, "told")));

        assertThat(call(caller, "stops", new Called())).isEqualTo("stopped");
        call(caller, "stopsWithoutThis", new Called());
        assertThat(CALLED).containsExactly("stop", CALLER, "open now", "stop");
    }

    @Test
    void bracketsRunsOfTasks() throws Exception {
        byte[] woven = woven(Hook.aroundRuns(CALLER, named("runs"), "run", "enterForked"));

        assertThat(callsIn(woven, "runs")).containsExactly("call", "enterForked", "run", "exit");
        assertThat(call(load(woven), "runs", new Task(), true)).isEqualTo(22L);
        assertThat(CALLED).containsExactly("call", "run", "call", "run");
    }

    @Test
    void refusesACallerWithTooManyVariables() {
        assertThat(new RunBracket("run", "enterForked").maxLocals(null, 60)).isEqualTo(62);
        assertThatThrownBy(() -> new RunBracket("run", "enterForked").maxLocals(null, 61))
                .hasMessageContaining("61 local variables");
    }
}
