// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

/**
 * The kernel will show us nothing; the message is the finished line for the user.
 *
 * <p>Threading: immutable.
 */
public final class AttachException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient KernelProblem problem;

    /** @param values as {@link KernelProblem#describe} takes them */
    public AttachException(KernelProblem problem, String... values) {
        super(problem.describe(values), null, false, false);
        this.problem = problem;
    }

    /** Which one. */
    public KernelProblem problem() {
        return problem;
    }
}
