// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The one class that names the Attach API, which not every Java has: see {@link Target#hasAttachApi}.
 *
 * <p>Threading: confined to the main thread.
 */
final class AttachApi {
    /** Set by the agent while it is in a JVM. */
    private static final String ACTIVE_PROPERTY = "io.ebpflow.agent";

    private static final int OLDEST_JAVA = 11;

    private final Proc process;

    AttachApi(Proc process) {
        this.process = process;
    }

    /** By pid: main class, or jar, with arguments. Touches none of them. */
    static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (VirtualMachineDescriptor machine : VirtualMachine.list()) {
            if (machine.id().matches("[0-9]{1,9}")) {
                names.put(Integer.parseInt(machine.id()), machine.displayName());
            }
        }
        return names;
    }

    boolean hasAgent() throws Failure {
        return attached(machine -> machine.getSystemProperties().containsKey(ACTIVE_PROPERTY));
    }

    void send(File jar, String arguments) throws Failure {
        attached(machine -> {
            requireJava(machine.getSystemProperties());
            machine.loadAgent(jar.getCanonicalPath(), arguments);
            return null;
        });
    }

    private void requireJava(Properties properties) throws Failure {
        String version = properties.getProperty("java.specification.version", "?");
        boolean isNumber = version.matches("[0-9]{1,4}");
        if (!isNumber || Integer.parseInt(version) < OLDEST_JAVA) {
            throw new Failure(
                    "JVM " + process.pid() + " runs Java " + version + ": ebpflow needs " + OLDEST_JAVA + " or later");
        }
    }

    /**
     * What is done with an attached JVM.
     *
     * <p>Threading: confined to the main thread.
     */
    private interface Work<T> {
        T with(VirtualMachine machine) throws Failure, IOException, AgentLoadException, AgentInitializationException;
    }

    private <T> T attached(Work<T> work) throws Failure {
        VirtualMachine machine = attach();
        try {
            return work.with(machine);
        } catch (AgentLoadException e) {
            throw new Failure("JVM " + process.pid() + " cannot load the agent (" + e.getMessage()
                    + "): the jar has to lie where user " + process.user() + " can read it");
        } catch (AgentInitializationException e) {
            throw new Failure("JVM " + process.pid() + " did not start the agent (" + e.getMessage()
                    + "): its standard error says why");
        } catch (IOException e) {
            throw new Failure(
                    process.exists()
                            ? "JVM " + process.pid() + " does not answer (" + e.getMessage() + ")"
                            : "JVM " + process.pid() + " has ended");
        } finally {
            try {
                machine.detach();
            } catch (IOException e) {
                // The JVM ends all the same.
            }
        }
    }

    private VirtualMachine attach() throws Failure {
        try {
            return VirtualMachine.attach(Integer.toString(process.pid()));
        } catch (AttachNotSupportedException e) {
            throw new Failure("JVM " + process.pid() + " does not let anybody attach (" + e.getMessage()
                    + "): start it without -XX:+DisableAttachMechanism, or with -javaagent:ebpflow.jar");
        } catch (IOException e) {
            throw new Failure(
                    process.exists()
                            ? "JVM " + process.pid() + " cannot be attached to (" + e.getMessage()
                                    + "): run this as the JVM's own user, with the same /tmp"
                            : "there is no process " + process.pid() + " any more");
        }
    }
}
