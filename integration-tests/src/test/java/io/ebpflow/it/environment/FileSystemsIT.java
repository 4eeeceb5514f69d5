// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Greeter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hardened machines: nothing may be executed from /tmp, nothing may be written, the kernel's types are hidden. */
class FileSystemsIT {

    private static final int CONNECTIONS = 5;

    @TempDir
    Path directory;

    /** What the JVM sees after these commands; nobody else does. $1 is the test's directory, $2 that of the jar. */
    private String[] after(String commands) {
        String script = "set -e; d=$1; j=$2; shift 2; " + commands + "; exec \"$@\"";
        return new String[] {
            "unshare",
            "-m",
            "sh",
            "-c",
            script,
            "sh",
            directory.toString(),
            JvmRun.agentJar().getParent().toString()
        };
    }

    private static String remount(String option, String directories) {
        return "for m in " + directories + "; do mount --bind $m $m; mount -o remount,bind," + option + " $m; done";
    }

    private void assertWorks(Jdk jdk, String commands) throws Exception {
        try (Talker talker = new Talker(new AgentJvm(jdk, directory).prefix(after(commands)))) {
            talker.assertSeesItself(CONNECTIONS);
            talker.finish();
        }
    }

    private void assertIsTold(Jdk jdk, String commands, String... parts) throws Exception {
        Refused.assertOneError(
                new JvmRun(jdk, directory)
                        .prefix(after(commands))
                        .agent("wait=20s")
                        .run(Greeter.class),
                parts);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void needsNoPermissionToExecuteInTmp(Jdk jdk) throws Exception {
        assertWorks(jdk, remount("noexec", "/tmp /var/tmp"));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void saysSoWhenNothingMayBeExecutedAnywhere(Jdk jdk) throws Exception {
        assertIsTold(
                jdk,
                remount("noexec", "/tmp /var/tmp /dev/shm $j $d") + "; if [ -d /run/user/0 ]; then "
                        + remount("noexec", "/run/user/0") + "; fi",
                "no directory takes the native library",
                "/tmp (mounted noexec)",
                "native_dir=");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void writesNowhereButWhereItMay(Jdk jdk) throws Exception {
        // As a container with a read-only root file system: only the log's directory and /dev/shm are left.
        assertWorks(jdk, "mount --bind $d $d; mount -o remount,bind,ro /; export HOME=/root");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void saysSoWhenTheKernelHasNoTypeInformation(Jdk jdk) throws Exception {
        assertIsTold(
                jdk, "mount -t tmpfs tmpfs /sys/kernel/btf", "BTF", "/sys/kernel/btf/vmlinux", "CONFIG_DEBUG_INFO_BTF");
    }
}
