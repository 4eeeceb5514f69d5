// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.File;

/**
 * The JVM to work on. What speaks against it is found out before it is touched, as far as possible: HotSpot answers an attach
 * that it has switched off with a thread dump on the application's standard output.
 *
 * <p>Threading: confined to the main thread.
 */
final class Target {
    private final Proc process;

    private Target(Proc process) {
        this.process = process;
    }

    /** @throws Failure if it is no JVM that this user could attach to */
    static Target of(int pid) throws Failure {
        Proc process = new Proc(pid);
        if (!process.exists()) {
            throw new Failure("there is no process " + pid + "; java -jar ebpflow.jar lists the JVMs");
        }
        if (pid == ProcessHandle.current().pid()) {
            throw new Failure("process " + pid + " is this command itself; java -jar ebpflow.jar lists the JVMs");
        }
        int ownUid = new Proc((int) ProcessHandle.current().pid()).uid();
        boolean isJvm = process.isJvm();
        if (isJvm && ownUid != 0 && process.uid() != ownUid) {
            throw new Failure("JVM " + pid + " belongs to user " + process.user() + ": run this as that user (sudo -u "
                    + process.user() + " java -jar ebpflow.jar " + pid + ") or as root");
        }
        if (!isJvm) {
            throw new Failure("process " + pid + " is no JVM; java -jar ebpflow.jar lists them");
        }
        if (!hasAttachApi()) {
            throw new Failure("this Java has no module jdk.attach: use the java of a JDK, or start the application with"
                    + " -javaagent:ebpflow.jar");
        }
        Target target = new Target(process);
        target.refuseWhatCannotBe();
        return target;
    }

    static boolean hasAttachApi() {
        return ModuleLayer.boot().findModule("jdk.attach").isPresent();
    }

    private void refuseWhatCannotBe() throws Failure {
        if (!process.hasOurFiles()) {
            throw new Failure(
                    process.hasOurRoot()
                            ? "JVM " + process.pid()
                                    + " has a /tmp or other files of its own, as a service with PrivateTmp:"
                                    + " look from in there, as root: nsenter --target " + process.pid()
                                    + " --mount --pid java -jar ebpflow.jar " + process.innermostPid()
                            : "JVM " + process.pid()
                                    + " runs in a container with files of its own: run this jar in there ("
                                    + ContainerText.execCommand(process.container())
                                    + " java -jar ebpflow.jar; its pid in there is " + process.innermostPid() + ")");
        }
        if (hasOption("-XX:+DisableAttachMechanism")) {
            throw new Failure(
                    "JVM " + process.pid() + " was started with -XX:+DisableAttachMechanism: start it without,"
                            + " or with -javaagent:ebpflow.jar");
        }
        if (hasOption("-XX:-EnableDynamicAgentLoading")) {
            throw new Failure(
                    "JVM " + process.pid() + " was started with -XX:-EnableDynamicAgentLoading: start it without,"
                            + " or with -javaagent:ebpflow.jar");
        }
    }

    private boolean hasOption(String option) {
        for (String variable : new String[] {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"}) {
            String options = process.variable(variable);
            if (options != null && (" " + options + " ").contains(" " + option + " ")) {
                return true;
            }
        }
        return process.command().contains(option);
    }

    Proc process() {
        return process;
    }

    int pid() {
        return process.pid();
    }

    /** Whether an agent is in it, at work or not. */
    boolean hasAgent() throws Failure {
        return new AttachApi(process).hasAgent();
    }

    /** Has the JVM call the agent with these arguments; an agent that is there takes them as a command. */
    void send(File jar, String arguments) throws Failure {
        new AttachApi(process).send(jar, arguments);
    }
}
