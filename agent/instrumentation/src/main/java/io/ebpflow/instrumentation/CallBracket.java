// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Puts a static call of the bridge before and after each call of one static method: for native methods, which take no
 * advice, in callers that may wait for a lock between their entry and that call. Both bridge methods have neither arguments
 * nor results, so neither stack nor frames change. If the call throws, the second one is not made.
 *
 * <p>Threading: immutable.
 */
final class CallBracket implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
    private static final String NOTHING = "()V";

    private final String owner;
    private final String method;
    private final String bridge;
    private final String before;
    private final String after;

    /**
     * @param owner internal name of the class that declares the method
     * @param bridge internal name of the bridge's class
     * @param before its method to call first
     * @param after its method to call then
     */
    CallBracket(String owner, String method, String bridge, String before, String after) {
        this.owner = owner;
        this.method = method;
        this.bridge = bridge;
        this.before = before;
        this.after = after;
    }

    @Override
    public MethodVisitor wrap(
            TypeDescription type,
            MethodDescription caller,
            MethodVisitor visitor,
            Implementation.Context context,
            TypePool pool,
            int writerFlags,
            int readerFlags) {
        return new MethodVisitor(OpenedClassReader.ASM_API, visitor) {
            @Override
            public void visitMethodInsn(
                    int opcode, String calledOwner, String name, String descriptor, boolean isInterface) {
                boolean isBracketed =
                        opcode == Opcodes.INVOKESTATIC && calledOwner.equals(owner) && name.equals(method);
                if (isBracketed) {
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, bridge, before, NOTHING, false);
                }
                super.visitMethodInsn(opcode, calledOwner, name, descriptor, isInterface);
                if (isBracketed) {
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, bridge, after, NOTHING, false);
                }
            }
        };
    }
}
