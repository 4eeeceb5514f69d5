// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Puts a static call of the bridge, without arguments and result, before and after each call of one static method: for native
 * methods, which take no advice, in callers that may wait for a lock between their entry and that call.
 *
 * <p>Threading: immutable.
 */
final class CallBracket extends CallWeaving {
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
        super(0);
        this.owner = owner;
        this.method = method;
        this.bridge = bridge;
        this.before = before;
        this.after = after;
    }

    @Override
    boolean isMeant(MethodDescription caller, int opcode, String calledOwner, String name, String descriptor) {
        return opcode == Opcodes.INVOKESTATIC && calledOwner.equals(owner) && name.equals(method);
    }

    @Override
    void before(MethodVisitor to) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, bridge, before, "()V", false);
    }

    @Override
    void after(MethodVisitor to) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, bridge, after, "()V", false);
    }
}
