// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LibraryRewriterTest {

    @Test
    void cutsJnasTiesToTheApplicationsLoggingAndProperties() throws IOException {
        byte[] original = bytesOf(Native.class);

        assertThat(callsOf(original)).contains("java/util/logging/Logger", "java/lang/System.getProperty");
        assertThat(callsOf(LibraryRewriter.rewrite(original)))
                .contains("io/ebpflow/kernel/libc/quiet/Logger", "io/ebpflow/loading/LibraryProperties.getProperty")
                .noneMatch(call -> call.startsWith("java/util/logging/"))
                .doesNotContain("java/lang/System.getProperty", "java/lang/System.setProperty")
                .doesNotContain("java/lang/Boolean.getBoolean")
                .contains("java/lang/System.load", "java/lang/System");
    }

    @Test
    void keepsJnasOwnNames() throws IOException {
        byte[] rewritten = LibraryRewriter.rewrite(bytesOf(Native.class));

        assertThat(new ClassReader(rewritten).getClassName()).isEqualTo("com/sun/jna/Native");
    }

    /** Owners of the calls, and owner.name. */
    private static Set<String> callsOf(byte[] bytes) {
        Set<String> calls = new TreeSet<>();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String type, String signature, String[] thrown) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode, String owner, String called, String calledType, boolean isOwn) {
                                        calls.add(owner);
                                        calls.add(owner + "." + called);
                                    }
                                };
                            }
                        },
                        0);
        return calls;
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        }
    }
}
