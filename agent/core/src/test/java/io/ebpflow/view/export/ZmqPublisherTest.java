// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.config.ExportTarget;
import io.ebpflow.health.RecordingLog;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ZmqPublisherTest {
    private final RecordingLog log = new RecordingLog();

    @Test
    void dropsAndCountsWhatNobodyTakes() {
        ZmqPublisher publisher = new ZmqPublisher(new ExportTarget(false, "127.0.0.1", 1), "0", log);
        for (int i = 0; i < ZmqPublisher.QUEUE_RECORDS + 23; i++) {
            publisher.offer(new byte[] {1});
        }
        assertThat(publisher.lostCount()).isEqualTo(23);

        publisher.start();
        publisher.close();

        assertThat(publisher.lostCount()).isEqualTo(ZmqPublisher.QUEUE_RECORDS + 23);
        assertThat(publisher.counters()).containsEntry("exported_records", 0L);
    }

    @Test
    void saysOnceThatItCannotBind() throws InterruptedException {
        ZmqPublisher publisher = new ZmqPublisher(new ExportTarget(true, "192.0.2.1", 1), "0", log);
        publisher.start();
        while (log.lines().isEmpty()) {
            Thread.sleep(5);
        }
        publisher.close();

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN flows cannot be exported yet, export=zmq:bind:tcp://192.0.2.1:1: ");
    }

    /** Within less than the 30 s that ZeroMQ waits by itself. */
    @Test
    void connectsAgainToACollectorThatSaysNothing() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(25_000);
            ZmqPublisher publisher =
                    new ZmqPublisher(new ExportTarget(false, "127.0.0.1", listener.getLocalPort()), "0", log);
            publisher.start();
            try (Socket silent = listener.accept();
                    Socket again = listener.accept()) {
                assertThat(again.getPort()).isNotEqualTo(silent.getPort());
            }
            publisher.close();
        }
    }
}
