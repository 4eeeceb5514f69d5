// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

/**
 * Takes the agent out of its JVM, for {@link Applications}:
 *
 * <pre>
 *   uninstall   answers how many MBeans of the agent there are then, and the id of a thread that is younger than any other
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class Uninstaller {

    private Uninstaller() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            Gate.report(AgentBeans.uninstall(), new Thread("youngest").getId());
        }
    }
}
