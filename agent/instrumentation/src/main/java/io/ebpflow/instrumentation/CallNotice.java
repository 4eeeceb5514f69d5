// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Tells the bridge, with {@code this}, after each call of one method without arguments and result.
 *
 * <p>Threading: immutable.
 */
final class CallNotice extends CallWeaving {
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
        super(1);
        this.owner = owner;
        this.method = method;
        this.bridge = bridge;
        this.after = after;
    }

    @Override
    boolean isMeant(MethodDescription caller, int opcode, String calledOwner, String name, String descriptor) {
        return !caller.isStatic() && calledOwner.equals(owner) && name.equals(method) && descriptor.equals("()V");
    }

    @Override
    void after(MethodVisitor to) {
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitMethodInsn(Opcodes.INVOKESTATIC, bridge, after, "(Ljava/lang/Object;)V", false);
    }
}
