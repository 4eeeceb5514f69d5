// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Responder;
import io.ebpflow.it.app.orders.OrderDao;
import io.ebpflow.it.app.orders.Orders;
import io.ebpflow.it.app.wire.WirePool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many threads share the connections of a pool: each call bears the method that made it, as the bytes it sent tell, and the
 * connection bears the pool that opened it.
 */
class CodePathIT {

    private static final int COUNT = 3_001;
    private static final int SLOW_COUNT = 311;

    /** The driver of the workload is none that is known. */
    private static final String OPTIONS = "jmx=false,methods=" + Orders.class.getName() + "#serve,fold="
            + WirePool.class.getPackage().getName() + ".+io.ebpflow.it.app.Question,flows=connect+exchange,slow=100ms";

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyCallOfPlatformThreadsBearsItsCodePath(Jdk jdk) throws Exception {
        List<Map<String, Object>> events = run(jdk, "stacks=100000", COUNT, "threads");

        assertOpened(events);
        assertThat(usedOf(events)).hasSize(COUNT);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#withVirtualThreads")
    void everyCallOfVirtualThreadsBearsItsCodePath(Jdk jdk) throws Exception {
        List<Map<String, Object>> events = run(jdk, "stacks=100000", COUNT, "virtual");

        assertOpened(events);
        assertThat(usedOf(events)).hasSize(COUNT);
    }

    /** One stack a second in advance: the others are taken by those that had to wait. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void slowCallsBearTheirCodePathWhateverTheLimit(Jdk jdk) throws Exception {
        assertSlow(run(jdk, "stacks=7", SLOW_COUNT, "threads"));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#withVirtualThreads")
    void slowCallsOfVirtualThreadsToo(Jdk jdk) throws Exception {
        assertSlow(run(jdk, "stacks=7", SLOW_COUNT, "virtual"));
    }

    private List<Map<String, Object>> run(Jdk jdk, String stacks, int count, String threads) throws Exception {
        Path peerDirectory = Files.createDirectory(directory.resolve("peer"));
        try (AgentJvm peer = new AgentJvm(jdk, peerDirectory).withoutAgent().start(Responder.class);
                AgentJvm jvm = new AgentJvm(jdk, directory)
                        .agent(OPTIONS + "," + stacks)
                        .start(Orders.class)) {
            peer.go("serve 127.0.0.1 0 0");
            String port = peer.awaitPause("done").get(0);
            jvm.go(port + " " + count + " " + threads);
            jvm.awaitPause("done");
            jvm.finish();
            return jvm.events();
        }
    }

    private static List<Map<String, Object>> of(List<Map<String, Object>> events, String type) {
        return events.stream().filter(event -> type.equals(event.get("event"))).collect(Collectors.toList());
    }

    /** Those exchanges that name a code path, having looked whether it is the right one. */
    private static List<Map<String, Object>> usedOf(List<Map<String, Object>> events) {
        List<Map<String, Object>> used = of(events, "exchange").stream()
                .filter(event -> event.containsKey("used_by"))
                .collect(Collectors.toList());
        assertThat(used).allSatisfy(CodePathIT::assertRight);
        return used;
    }

    private static void assertRight(Map<String, Object> event) {
        long bytes = (Long) event.get("request_bytes");
        String method = OrderDao.METHODS[(int) bytes - OrderDao.LEAST_BYTES];
        List<?> path = (List<?>) event.get("used_by");
        assertThat((String) path.get(0)).startsWith("OrderDao." + method + "(OrderDao.java:");
        assertThat((String) path.get(1)).startsWith("Orders.serve(Orders.java:");
        assertThat(event).containsEntry("context", "io.ebpflow.it.app.orders.Orders.serve");
        assertThat(event.get("opened_by").toString()).contains("WirePool.add(WirePool.java:");
    }

    private static void assertOpened(List<Map<String, Object>> events) {
        assertThat(of(events, "connect")).hasSize(Orders.CONNECTIONS).allSatisfy(event -> {
            assertThat(event).containsEntry("thread", WirePool.OPENER).doesNotContainKey("used_by");
            assertThat((List<?>) event.get("opened_by"))
                    .allSatisfy(frame -> assertThat((String) frame).startsWith("WirePool."));
        });
    }

    private static void assertSlow(List<Map<String, Object>> events) {
        int slowCount = (SLOW_COUNT + Orders.SLOW_EACH - 1) / Orders.SLOW_EACH;
        assertThat(of(events, "exchange")).hasSize(SLOW_COUNT);
        assertThat(usedOf(events)).hasSizeLessThan(SLOW_COUNT);
        assertThat(of(events, "slow")).hasSizeGreaterThanOrEqualTo(slowCount).allSatisfy(CodePathIT::assertRight);
    }
}
