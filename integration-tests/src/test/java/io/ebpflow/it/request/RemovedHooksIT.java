// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import io.ebpflow.it.app.Applications;
import io.ebpflow.it.app.Uninstaller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When the agent was taken out, no class has a hook any more: no thread that was started afterwards ever calls the bridge. A
 * thread that is older may have been in the middle of a method then, and leaves it by its former bytecode.
 */
class RemovedHooksIT {

    private static final int REQUESTS = 101;

    private static final List<FaultyWork> WORKS = List.of(
            FaultyWork.NAMES,
            FaultyWork.DATAGRAMS,
            FaultyWork.ACCEPTS,
            FaultyWork.JOBS,
            FaultyWork.GRPC,
            FaultyWork.HTTP_1,
            FaultyWork.HTTP_2,
            FaultyWork.HTTP_2_OKHTTP,
            FaultyWork.WEB_CALLS,
            FaultyWork.LIBRARY_CALLS);

    @TempDir
    static Path shared;

    private static FaultyJar faulty;

    @TempDir
    Path directory;

    @BeforeAll
    static void spoil() throws Exception {
        faulty = new FaultyJar(shared.resolve("faulty.jar"));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void ofJdkAndLibraries(Jdk jdk) throws Exception {
        List<String> names = new ArrayList<>();
        WORKS.forEach(work -> names.add(work.application()));
        names.add(Uninstaller.class.getName());
        WORKS.forEach(work -> names.add(work.application()));
        names.add(FaultyWork.HANDOVERS.application());
        List<String> options = new ArrayList<>(List.of("-Dio.netty.noUnsafe=true"));
        if (jdk.release() >= 21) {
            options.add("--enable-preview");
        }
        try (FaultyPeers peers = new FaultyPeers(jdk, directory);
                FaultyRun run = new FaultyRun(
                        jdk,
                        directory,
                        faulty,
                        Libraries.COMPILED.classPath(),
                        Applications.class,
                        names,
                        options.toArray(new String[0]))) {
            driveAll(run, peers);
            long youngest = run.uninstall();
            run.next();
            driveAll(run, peers);
            FaultyWork.HANDOVERS.drive(run, peers);
            assertNoneIsYounger(run.callers(), youngest);
        }
    }

    private static void driveAll(FaultyRun run, FaultyPeers peers) throws Exception {
        for (FaultyWork work : WORKS) {
            work.drive(run, peers);
            run.next();
        }
    }

    static Stream<Arguments> servers() {
        List<Jdk> jdks = Jdk.all();
        return Stream.of(Server.TOMCAT_11, Server.JETTY_12_1, Server.UNDERTOW_2_3)
                .map(server -> Arguments.of(server, jdks.get(server.ordinal() % jdks.size())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("servers")
    void ofServers(Server server, Jdk jdk) throws Exception {
        try (SharedPeer peer = new SharedPeer();
                FaultyRun run = new FaultyRun(jdk, directory, faulty, server.classPath(directory), server.main())) {
            serve(run, peer);
            long youngest = run.uninstall();
            serve(run, peer);
            assertNoneIsYounger(run.callers(), youngest);
        }
    }

    /** By a server of its own, which has threads of its own. */
    private static void serve(FaultyRun run, SharedPeer peer) throws Exception {
        int port = Integer.parseInt(run.run("serve " + peer.port()).get(0));
        ShopLoad.oneAfterTheOther(port);
        ShopLoad.manyAtOnce(port, REQUESTS);
        run.run("leave");
    }

    private static void assertNoneIsYounger(Map<String, Long> callers, long youngest) {
        assertThat(callers).hasSizeGreaterThan(10);
        assertThat(callers)
                .allSatisfy((method, thread) -> assertThat(thread).as(method).isLessThan(youngest));
    }
}
