// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Which classes can ever be loaded: those that are there for their own sake, and whatever these name, in code, in types, in
 * annotations or as a string (for {@code Class.forName}); a quarter of the libraries is never named. Does not count: the
 * lists of a class's inner classes and nest mates, which the JVM reads without loading them, and generic signatures.
 *
 * <p>Threading: one thread.
 */
final class UsedClasses {
    /** By the name of the class, internal. */
    private final Map<String, Set<String>> namedBy = new HashMap<>();

    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Adds a class.
     *
     * @param isRoot true: it is used, whether another names it or not
     * @return its internal name
     */
    String add(byte[] bytes, boolean isRoot) {
        ClassReader reader = new ClassReader(bytes);
        Set<String> named = new HashSet<>();
        reader.accept(new Names(named), 0);
        namedBy.put(reader.getClassName(), named);
        if (isRoot) {
            open.add(reader.getClassName());
        }
        return reader.getClassName();
    }

    /** Adds what a file in META-INF/services names. */
    void addServices(byte[] file) {
        for (String line : new String(file, StandardCharsets.UTF_8).split("\n")) {
            open.add(line.replaceFirst("#.*", "").trim().replace('.', '/'));
        }
    }

    /** Internal names, of classes that were added. */
    Set<String> find() {
        Set<String> used = new TreeSet<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            Set<String> named = namedBy.get(name);
            if (named != null && used.add(name)) {
                open.addAll(named);
            }
        }
        return used;
    }

    /**
     * Collects every name that a remapper would be asked about.
     *
     * <p>Threading: one thread.
     */
    private static final class Names extends ClassVisitor {

        Names(Set<String> named) {
            super(Opcodes.ASM9, new ClassRemapper(new ClassWriter(0), new Remapper(Opcodes.ASM9) {
                @Override
                public String map(String internalName) {
                    named.add(internalName);
                    return internalName;
                }

                @Override
                public String mapSignature(String signature, boolean isType) {
                    return signature;
                }

                @Override
                public Object mapValue(Object value) {
                    if (value instanceof String) {
                        named.add(((String) value).replace('.', '/'));
                    }
                    return super.mapValue(value);
                }
            }));
        }

        @Override
        public void visitInnerClass(String name, String outer, String inner, int access) {
            // not a use
        }

        @Override
        public void visitNestMember(String name) {
            // not a use
        }
    }
}
