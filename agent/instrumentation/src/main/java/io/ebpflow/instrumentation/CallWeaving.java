// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Puts instructions before and after some of the calls that a method makes. Nothing jumps in or out between them and the call,
 * so frames do not change. If the call throws, what is behind it does not run.
 *
 * <p>Threading: immutable.
 */
abstract class CallWeaving implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
    private final int stackSize;

    /** @param stackSize what the instructions need of the operand stack, besides what is there */
    CallWeaving(int stackSize) {
        this.stackSize = stackSize;
    }

    /** Whether this call is one of them. */
    abstract boolean isMeant(MethodDescription caller, int opcode, String owner, String name, String descriptor);

    /** Writes what comes before such a call. */
    void before(MethodVisitor to) {}

    /** Writes what comes after it. */
    void after(MethodVisitor to) {}

    /** How many local variables a caller has then. */
    int maxLocals(MethodDescription caller, int maxLocals) {
        return maxLocals;
    }

    @Override
    public final MethodVisitor wrap(
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
                boolean isOne = isMeant(caller, opcode, owner, name, descriptor);
                isWoven |= isOne;
                if (isOne) {
                    before(visitor);
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                if (isOne) {
                    after(visitor);
                }
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                if (isWoven) {
                    super.visitMaxs(maxStack + stackSize, maxLocals(caller, maxLocals));
                } else {
                    super.visitMaxs(maxStack, maxLocals);
                }
            }
        };
    }
}
