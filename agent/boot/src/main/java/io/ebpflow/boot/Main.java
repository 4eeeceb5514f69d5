// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * {@code java -jar ebpflow.jar}: the command line, in a JVM of its own. Its classes and picocli lie in the jar under {@code
 * cli/}, hidden like the agent's, because the same jar is on the class path of applications.
 *
 * <p>Threading: the main thread of that JVM.
 */
public final class Main {

    /** In agent/cli. */
    private static final String ENTRY = "io.ebpflow.cli.CommandLineEntry";

    private static final int FAILED = 1;

    private Main() {}

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param args as typed
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            File jar = OwnJar.file();
            return (Integer) Class.forName(ENTRY, true, loader(jar))
                    .getMethod("run", File.class, String[].class)
                    .invoke(null, jar, args);
        } catch (StartFailure e) {
            System.err.println("ebpflow: " + e.getMessage());
        } catch (InvocationTargetException e) {
            System.err.println("ebpflow: an error of ebpflow itself: " + e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            System.err.println("ebpflow: this jar is not complete: " + e);
        }
        return FAILED;
    }

    /** The Attach API is the system loader's: hence that one as the parent. */
    private static ClassLoader loader(File jar) throws StartFailure {
        try {
            return new IsolatedClassLoader(
                    jar, ENTRY, ClassLoader.getSystemClassLoader(), "cli/", IsolatedClassLoader.PREFIX);
        } catch (IOException e) {
            throw new StartFailure(jar + " is not the ebpflow jar (" + e.getMessage() + ")", e);
        }
    }
}
