// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * How a thread came to a call. Its frames are named when they are asked for the first time; until then the classes on the
 * stack cannot be unloaded, so nobody keeps one for long without asking.
 *
 * <p>Threading: thread-safe; two threads that ask at once both find the same names.
 */
public final class CallPath {
    private final Folding folding;
    private final boolean isOpener;
    private volatile Throwable stack;
    private volatile String[] frames;

    /**
     * @param isOpener of a connection
     * @param stack whose frames they are
     */
    CallPath(Folding folding, boolean isOpener, Throwable stack) {
        this.folding = folding;
        this.isOpener = isOpener;
        this.stack = stack;
    }

    private CallPath(String[] frames) {
        folding = null;
        isOpener = false;
        this.frames = frames;
    }

    /** A path whose frames have names already. */
    public static CallPath of(String... frames) {
        return new CallPath(frames);
    }

    /**
     * {@code Class.method(File.java:line)} each, nearest frame of the application first. Not to be changed.
     *
     * @return empty: nothing of the application is on the stack
     */
    public String[] frames() {
        Throwable captured = stack; // before the frames, which are written first
        String[] named = frames;
        if (named == null) {
            named = folding.framesOf(captured.getStackTrace(), isOpener);
            frames = named;
            stack = null;
        }
        return named;
    }

    /** True if nothing is held any more but names. */
    public boolean isNamed() {
        return frames != null;
    }

    /** Chooses and names the frames that are shown. */
    public interface Folding {
        /**
         * As {@link CallPath#frames()}.
         *
         * @param isOpener of a connection: a library may have opened it on its own account
         */
        String[] framesOf(StackTraceElement[] stack, boolean isOpener);
    }
}
