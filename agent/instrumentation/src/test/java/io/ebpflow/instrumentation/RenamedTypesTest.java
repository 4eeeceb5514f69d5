// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.api.Test;

class RenamedTypesTest {
    /** What the advice is written with. */
    abstract static class Original {}

    static final class Advising {
        static void enter(Original one, String other) {}
    }

    private static final String ADVICE = Advising.class.getName();

    private final ClassFileLocator classes =
            ClassFileLocator.ForClassLoader.of(getClass().getClassLoader());

    @Test
    void namesTheTypesOfTheCopy() throws IOException {
        try (ClassFileLocator renamed =
                new RenamedTypes(classes, ADVICE, Original.class.getName(), "com.acme.shaded.Copy")) {
            MethodDescription enter = TypePool.Default.of(renamed)
                    .describe(ADVICE)
                    .resolve()
                    .getDeclaredMethods()
                    .filter(ElementMatchers.named("enter"))
                    .getOnly();
            assertThat(enter.getDescriptor()).isEqualTo("(Lcom/acme/shaded/Copy;Ljava/lang/String;)V");
        }
    }

    @Test
    void leavesOtherClassesAsTheyAre() throws IOException {
        try (ClassFileLocator renamed = new RenamedTypes(classes, ADVICE, "io.ebpflow", "com.acme")) {
            String other = Original.class.getName();
            assertThat(renamed.locate(other).resolve())
                    .isEqualTo(classes.locate(other).resolve());
            assertThat(renamed.locate("com.acme.Missing").isResolved()).isFalse();
        }
    }
}
