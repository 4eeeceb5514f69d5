// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.api.Test;

/** What holds for every advice, whatever it is woven into. */
class AdviceTest {

    private static final int FEWEST = 60;

    /** Described, not linked: advice names types that only applications have. */
    private static List<MethodDescription> adviceMethods() throws Exception {
        Path classes = Path.of(
                Hook.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        TypePool pool = TypePool.Default.of(new ClassFileLocator.Compound(
                new ClassFileLocator.ForFolder(classes.toFile()),
                ClassFileLocator.ForClassLoader.of(AdviceTest.class.getClassLoader())));
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith("Advice.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .flatMap(name -> pool.describe(name).resolve().getDeclaredMethods().stream())
                    .filter(method -> annotation(method) != null)
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static AnnotationDescription annotation(MethodDescription method) {
        AnnotationList all = method.getDeclaredAnnotations();
        return all.isAnnotationPresent(Advice.OnMethodEnter.class)
                ? all.ofType(Advice.OnMethodEnter.class)
                : all.ofType(Advice.OnMethodExit.class);
    }

    @Test
    void nothingIsThrownIntoTheApplication() throws Exception {
        List<MethodDescription> methods = adviceMethods();
        assertThat(methods).hasSizeGreaterThan(FEWEST);
        assertThat(methods)
                .allSatisfy(method -> assertThat(
                                annotation(method).getValue("suppress").toString())
                        .isEqualTo("java.lang.Throwable.class"));
    }

    @Test
    void noMethodIsSkipped() throws Exception {
        assertThat(adviceMethods())
                .filteredOn(method -> method.getDeclaredAnnotations().isAnnotationPresent(Advice.OnMethodEnter.class))
                .allSatisfy(method -> assertThat(
                                annotation(method).getValue("skipOn").toString())
                        .isEqualTo("void.class"));
    }
}
