// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * Cuts a packed library's ties to JVM-wide state, which it would share with the application:
 *
 * <ul>
 *   <li>system properties are read and written through {@code io.ebpflow.loading.LibraryProperties};
 *   <li>{@code java.util.logging} becomes {@code io.ebpflow.kernel.libc.quiet}, in JNA, which is the only one to use it
 *       from static initialisers. JNA's own names stay: its native code knows them.
 * </ul>
 *
 * <p>Threading: stateless.
 */
final class LibraryRewriter {

    private static final String PROPERTIES = "io/ebpflow/loading/LibraryProperties";

    private static final Set<String> PROPERTY_CALLS = Set.of(
            "java/lang/System.getProperty(Ljava/lang/String;)Ljava/lang/String;",
            "java/lang/System.getProperty(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
            "java/lang/System.setProperty(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
            "java/lang/Boolean.getBoolean(Ljava/lang/String;)Z");

    private static final SimpleRemapper QUIET = new SimpleRemapper(
            Opcodes.ASM9,
            Map.of(
                    "java/util/logging/Logger", "io/ebpflow/kernel/libc/quiet/Logger",
                    "java/util/logging/Level", "io/ebpflow/kernel/libc/quiet/Level"));

    private LibraryRewriter() {}

    static byte[] rewrite(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor visitor = new PropertyCalls(writer);
        if (reader.getClassName().startsWith("com/sun/jna/")) {
            visitor = new ClassRemapper(visitor, QUIET);
        }
        reader.accept(visitor, 0);
        return writer.toByteArray();
    }

    /**
     * Redirects the calls.
     *
     * <p>Threading: one thread.
     */
    private static final class PropertyCalls extends ClassVisitor {

        PropertyCalls(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, type, signature, thrown)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String calledType, boolean isOwn) {
                    boolean isProperty = opcode == Opcodes.INVOKESTATIC
                            && PROPERTY_CALLS.contains(owner + "." + called + calledType);
                    super.visitMethodInsn(opcode, isProperty ? PROPERTIES : owner, called, calledType, isOwn);
                }

                @Override
                public void visitLocalVariable(
                        String local, String localType, String localSignature, Label start, Label end, int index) {
                    // Left out: a tenth of the jar that only a debugger reads. Line numbers stay.
                }
            };
        }
    }
}
