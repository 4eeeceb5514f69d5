// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.bridge.CallPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses which frames of a stack are shown, and names them: those of the application, without the JDK, containers,
 * frameworks and drivers in between. Where nothing of the application is on the stack a call has no path, since an event loop makes
 * it for somebody else; a connection is opened by the library that began it: of a pool's own thread, the pool. Equal paths are one.
 *
 * <p>Threading: thread-safe; by view, reader and JMX threads, a path at a time.
 */
public final class CodePaths implements CallPath.Folding {
    /** Frames of a path that are shown: what is further away explains little. */
    static final int MAX_FRAMES = 8;

    /** Paths that are kept to be found again: an application has some hundred. */
    private static final int MAX_KNOWN = 4_096;

    private static final String[] NONE = {};

    private final Map<List<String>, String[]> known = new HashMap<>();
    private final FoldedPackages folded;

    /** @param folded whose frames are left out */
    public CodePaths(FoldedPackages folded) {
        this.folded = folded;
    }

    @Override
    public String[] framesOf(StackTraceElement[] stack, boolean isOpener) {
        List<String> frames = ofApplication(stack);
        if (frames.isEmpty() && isOpener) {
            frames = ofOutermostLibrary(stack);
        }
        return frames.isEmpty() ? NONE : same(frames);
    }

    private synchronized String[] same(List<String> frames) {
        String[] path = known.get(frames);
        if (path == null) {
            path = frames.toArray(NONE);
            if (known.size() < MAX_KNOWN) {
                known.put(frames, path);
            }
        }
        return path;
    }

    private List<String> ofApplication(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>(MAX_FRAMES);
        for (int i = 0; i < stack.length && frames.size() < MAX_FRAMES; i++) {
            if (folded.libraryOf(stack[i].getClassName()) == null) {
                frames.add(name(stack[i]));
            }
        }
        return frames;
    }

    /** Its frames in a row, as far as nothing else but the JDK is between them. */
    private List<String> ofOutermostLibrary(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>(MAX_FRAMES);
        String outermost = null;
        for (int i = stack.length - 1; i >= 0; i--) {
            String library = folded.libraryOf(stack[i].getClassName());
            if (FoldedPackages.isRuntime(library)) {
                continue;
            }
            if (outermost != null && !outermost.equals(library)) {
                break;
            }
            outermost = library;
            frames.add(name(stack[i]));
        }
        Collections.reverse(frames);
        return frames.size() > MAX_FRAMES ? frames.subList(0, MAX_FRAMES) : frames;
    }

    /** {@code OrderDao.load(OrderDao.java:42)}: the package is in none of the names that people give their code. */
    private static String name(StackTraceElement frame) {
        String className = frame.getClassName();
        StringBuilder name = new StringBuilder(64)
                .append(className, className.lastIndexOf('.') + 1, className.length())
                .append('.')
                .append(frame.getMethodName())
                .append('(')
                .append(frame.getFileName() == null ? "Unknown Source" : frame.getFileName());
        if (frame.getFileName() != null && frame.getLineNumber() >= 0) {
            name.append(':').append(frame.getLineNumber());
        }
        return name.append(')').toString();
    }
}
