// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Puts calls of {@link Tasks} around each call of a task's method without arguments: in loops of pools, where advice around the
 * whole method would be too much. What the first one returns waits for the second in a local variable beyond those
 * of the method; nothing jumps in between, so frames do not know of it. If the call throws, the second one is not made.
 *
 * <p>Threading: immutable.
 */
final class RunBracket implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
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
        this.method = method;
        this.enter = enter;
    }

    private boolean isRun(int opcode, String name, String descriptor) {
        return opcode != Opcodes.INVOKESTATIC && name.equals(method) && descriptor.startsWith("()");
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
            private boolean isWoven;

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (!isRun(opcode, name, descriptor)) {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                    return;
                }
                isWoven = true;
                super.visitInsn(Opcodes.DUP);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, enter, "(Ljava/lang/Object;)J", false);
                super.visitVarInsn(Opcodes.LSTORE, LOCAL);
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                super.visitVarInsn(Opcodes.LLOAD, LOCAL);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, "exit", "(J)V", false);
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                if (isWoven && maxLocals > LOCAL) {
                    throw new IllegalStateException(caller + " has " + maxLocals + " local variables");
                }
                super.visitMaxs(isWoven ? maxStack + 2 : maxStack, isWoven ? LOCAL + 2 : maxLocals);
            }
        };
    }
}
