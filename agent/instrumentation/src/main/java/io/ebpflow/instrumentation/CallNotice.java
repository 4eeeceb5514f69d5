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
 * Tells the bridge, with {@code this}, after each call of one method without arguments and result.
 *
 * <p>Threading: immutable.
 */
final class CallNotice implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
    private final String owner;
    private final String method;
    private final String bridge;
    private final String after;

    /**
     * @param owner internal name of the class that declares the method
     * @param bridge internal name of the bridge's class
     * @param after its method that takes an object
     */
    CallNotice(String owner, String method, String bridge, String after) {
        this.owner = owner;
        this.method = method;
        this.bridge = bridge;
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
                super.visitMethodInsn(opcode, calledOwner, name, descriptor, isInterface);
                if (!caller.isStatic()
                        && calledOwner.equals(owner)
                        && name.equals(method)
                        && descriptor.equals("()V")) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, bridge, after, "(Ljava/lang/Object;)V", false);
                }
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                super.visitMaxs(maxStack + 1, maxLocals);
            }
        };
    }
}
