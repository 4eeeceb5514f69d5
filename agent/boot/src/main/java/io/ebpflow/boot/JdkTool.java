// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import java.io.File;
import java.io.IOException;

/**
 * Tells a JDK tool (jcmd, jps, keytool, javac ...) from an application. With {@code JAVA_TOOL_OPTIONS=-javaagent:...}
 * the tools get the agent too; there it only costs time and may spoil output that scripts read.
 *
 * <p>Threading: stateless.
 */
final class JdkTool {

    private JdkTool() {}

    static boolean isRunning() {
        return isTool(System.getProperty("jdk.module.main"), System.getProperty("sun.java.command")) || isOwn();
    }

    /** {@code java -jar ebpflow.jar}, our own command line: then the class path is the jar as it was typed. */
    private static boolean isOwn() {
        try {
            File jar = new File(System.getProperty("java.class.path", ""));
            return jar.getCanonicalFile().equals(OwnJar.file().getCanonicalFile());
        } catch (IOException | StartFailure e) {
            return false;
        }
    }

    /**
     * Decides from what the launcher tells.
     *
     * @param mainModule {@code jdk.module.main}: absent when the application is on the class path
     * @param command {@code sun.java.command}: main class and arguments
     */
    static boolean isTool(String mainModule, String command) {
        if (mainModule != null) {
            // "java Foo.java" runs Foo inside the compiler's launcher (javac.launcher.*): that is an application.
            return isToolModule(mainModule)
                    && !(command != null && mainOf(command).contains(".javac.launcher."));
        }
        if (command == null) {
            return false;
        }
        String main = mainOf(command);
        return main.startsWith("sun.tools.")
                || main.startsWith("sun.security.tools.")
                || main.startsWith("sun.jvmstat.")
                || main.startsWith("com.sun.tools.");
    }

    private static boolean isToolModule(String module) {
        return module.startsWith("jdk.") || module.equals("java.base") || module.equals("java.rmi");
    }

    private static String mainOf(String command) {
        int space = command.indexOf(' ');
        return space < 0 ? command : command.substring(0, space);
    }
}
