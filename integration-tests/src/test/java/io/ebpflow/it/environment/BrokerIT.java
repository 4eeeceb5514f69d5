// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Greeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The broker of a host, and JVMs without any privilege: next to it, in containers, and where it cannot reach. */
class BrokerIT {

    private static final String DEFAULT = "/run/ebpflow/broker.sock";
    private static final int CONNECTIONS = 5;

    /** As Kubernetes' {@code allowPrivilegeEscalation: false}: file capabilities are void. */
    private static final String[] NOBODY = {
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"
    };

    private static final String[] CONTAINER = {"unshare", "--pid", "--fork", "--kill-child", "--mount-proc"};

    @TempDir
    Path directory;

    private String socket;

    @BeforeEach
    void letNobodyIn() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        socket = directory.resolve("broker.sock").toString();
    }

    private AgentJvm jvm(Jdk jdk, String name) throws Exception {
        Path own = Files.createDirectory(directory.resolve(name));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        return new AgentJvm(jdk, own).agent("jmx=false,loader=" + socket);
    }

    private JvmRun refused(Jdk jdk) throws Exception {
        return new JvmRun(jdk, directory)
                .prefix(NOBODY)
                .agent("wait=20s,loader=" + socket)
                .run(Greeter.class);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aBrokerAtTheUsualPlaceIsFound(Jdk jdk) throws Exception {
        // A /run that nobody else sees.
        try (Broker broker = new Broker(
                        DEFAULT, "unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /run && exec \"$@\"", "sh");
                Talker talker = new Talker(new AgentJvm(jdk, directory)
                        .agent("jmx=false")
                        .prefix("nsenter", "--mount=/proc/" + broker.pid() + "/ns/mnt")
                        .prefix(NOBODY))) {
            assertThat(talker.jvm().err()).anyMatch(line -> line.endsWith("(loader: broker " + DEFAULT + ")"));
            talker.assertSeesItself(CONNECTIONS);
            talker.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void servesAJvmInAContainerWithItsOwnProcessIds(Jdk jdk) throws Exception {
        try (Broker broker = new Broker(socket);
                Talker talker =
                        new Talker(jvm(jdk, "contained").prefix(CONTAINER).prefix(NOBODY))) {
            talker.assertSeesItself(CONNECTIONS, 1);
            talker.finish();
            assertThat(broker.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void saysSoWhenTheBrokerCannotSeeTheJvm(Jdk jdk) throws Exception {
        try (Broker broker = new Broker(socket, CONTAINER)) {
            Refused.assertOneError(refused(jdk), "the loader did not find this JVM", "hostPID: true");
            assertThat(broker.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void itsDeathConcernsNobodyButThoseWhoComeLater(Jdk jdk) throws Exception {
        try (Broker first = new Broker(socket);
                Talker before = new Talker(jvm(jdk, "before").prefix(NOBODY))) {
            first.kill();

            before.assertSeesItself(CONNECTIONS);
            Refused.assertOneError(
                    refused(jdk), "the broker at " + socket + " cannot be reached: ECONNREFUSED", "--broker " + socket);
            // The file of the socket is still there.
            try (Broker second = new Broker(socket);
                    Talker after = new Talker(jvm(jdk, "after").prefix(NOBODY))) {
                after.assertSeesItself(CONNECTIONS);
                before.assertSeesItself(CONNECTIONS);
                after.finish();
                assertThat(second.isAlive()).isTrue();
            }
            before.finish();
        }
    }
}
