// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import java.io.IOException;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * The class files of advice, naming some types otherwise than they were compiled with; other classes as they are. What
 * maven-shade does to a library, done to its advice.
 *
 * <p>Threading: as the locator that it reads from.
 */
final class RenamedTypes implements ClassFileLocator {
    private final ClassFileLocator classes;
    private final String advice;
    private final String from;
    private final String to;

    /**
     * @param classes where all classes are found as they are
     * @param advice what the binary names of the classes of the advice begin with
     * @param from what the binary names of the types begin with that it names
     * @param to what they begin with then
     */
    RenamedTypes(ClassFileLocator classes, String advice, String from, String to) {
        this.classes = classes;
        this.advice = advice;
        this.from = Hook.internal(from);
        this.to = Hook.internal(to);
    }

    @Override
    public Resolution locate(String name) throws IOException {
        Resolution located = classes.locate(name);
        return name.startsWith(advice) && located.isResolved()
                ? new Resolution.Explicit(rename(located.resolve()))
                : located;
    }

    private byte[] rename(byte[] original) {
        ClassWriter renamed = new ClassWriter(0);
        new ClassReader(original)
                .accept(
                        new ClassRemapper(renamed, new Remapper(OpenedClassReader.ASM_API) {
                            @Override
                            public String map(String internalName) {
                                return internalName.startsWith(from)
                                        ? to + internalName.substring(from.length())
                                        : internalName;
                            }
                        }),
                        0);
        return renamed.toByteArray();
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
