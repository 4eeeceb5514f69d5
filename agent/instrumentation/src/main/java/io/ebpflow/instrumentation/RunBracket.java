// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Puts calls of {@link Tasks} around each call of a task's method without arguments: in loops of pools, where advice around the
 * whole method would be too much. What the first one returns waits for the second in a local variable beyond those
 * of the method.
 *
 * <p>Threading: immutable.
 */
final class RunBracket extends CallWeaving {
    /** Beyond the variables of every method that it is for; a class with more is not woven, which is reported. */
    private static final int LOCAL = 60;

    private static final String BRIDGE = Hook.internal("io.ebpflow.bridge.Tasks");

    private final String method;
    private final String enter;

    /**
     * @param method that runs the task
     * @param enter method of the bridge, which is given the task
     */
    RunBracket(String method, String enter) {
        super(2);
        this.method = method;
        this.enter = enter;
    }

    @Override
    boolean isMeant(MethodDescription caller, int opcode, String owner, String name, String descriptor) {
        return opcode != Opcodes.INVOKESTATIC && name.equals(method) && descriptor.startsWith("()");
    }

    @Override
    void before(MethodVisitor to) {
        to.visitInsn(Opcodes.DUP);
        to.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, enter, "(Ljava/lang/Object;)J", false);
        to.visitVarInsn(Opcodes.LSTORE, LOCAL);
    }

    @Override
    void after(MethodVisitor to) {
        to.visitVarInsn(Opcodes.LLOAD, LOCAL);
        to.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, "exit", "(J)V", false);
    }

    @Override
    int maxLocals(MethodDescription caller, int maxLocals) {
        if (maxLocals > LOCAL) {
            throw new IllegalStateException(caller + " has " + maxLocals + " local variables");
        }
        return LOCAL + 2; // a long
    }
}
