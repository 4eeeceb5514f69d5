// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;

class UsedClassesTest {

    private final UsedClasses classes = new UsedClasses();

    @Test
    void followsWhatIsCalledAndWhatIsNamedInAString() throws IOException {
        add(Sample.Root.class, true);
        add(Sample.Called.class, false);
        add(Sample.ByName.class, false);
        add(Sample.Extended.class, false);
        add(Sample.Never.class, false);

        assertThat(classes.find())
                .containsExactlyInAnyOrder(
                        name(Sample.Root.class),
                        name(Sample.Called.class),
                        name(Sample.ByName.class),
                        name(Sample.Extended.class));
    }

    @Test
    void doesNotTakeAListOfInnerClassesForAUse() throws IOException {
        add(Sample.class, true);
        add(Sample.Never.class, false);

        assertThat(classes.find()).containsExactly(name(Sample.class));
    }

    @Test
    void takesServicesForUsed() throws IOException {
        add(Sample.Never.class, false);
        classes.addServices(("# of this library\n" + Sample.Never.class.getName() + " # the one\n")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(classes.find()).containsExactly(name(Sample.Never.class));
    }

    private void add(Class<?> type, boolean isRoot) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + name(type) + ".class")) {
            classes.add(in.readAllBytes(), isRoot);
        }
    }

    private static String name(Class<?> type) {
        return Type.getInternalName(type);
    }

    /** Names its inner classes in the lists of the class file alone. */
    static final class Sample {

        static final class Root extends Extended {
            final String name = "io.ebpflow.dist.UsedClassesTest$Sample$ByName";

            int call() {
                return Called.number;
            }
        }

        static class Extended {}

        static final class Called {
            static int number;
        }

        static final class ByName {}

        static final class Never {}
    }
}
