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
 * Advice for a copy of a library under other names: the advice's class with the library's names replaced.
 *
 * <p>Threading: immutable.
 */
final class RelocatedAdvice implements ClassFileLocator {
    /** Where our own classes are. */
    private static final String OURS = "io.ebpflow.instrumentation.";

    private final String from;
    private final String to;
    private final ClassFileLocator original;

    /**
     * @param from what the names of the library's classes begin with, internal
     * @param to what they begin with in the copy, internal
     * @param original where all classes are found as they are
     */
    RelocatedAdvice(String from, String to, ClassFileLocator original) {
        this.from = from;
        this.to = to;
        this.original = original;
    }

    @Override
    public Resolution locate(String name) throws IOException {
        Resolution found = original.locate(name);
        return name.startsWith(OURS) && found.isResolved()
                ? new Resolution.Explicit(relocated(found.resolve()))
                : found;
    }

    private byte[] relocated(byte[] bytes) {
        ClassWriter writer = new ClassWriter(0);
        Remapper names = new Remapper(OpenedClassReader.ASM_API) {
            @Override
            public String map(String internalName) {
                return internalName.startsWith(from) ? to + internalName.substring(from.length()) : internalName;
            }
        };
        new ClassReader(bytes).accept(new ClassRemapper(OpenedClassReader.ASM_API, writer, names) {}, 0);
        return writer.toByteArray();
    }

    @Override
    public void close() throws IOException {
        original.close();
    }
}
