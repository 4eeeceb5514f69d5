// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * {@code PORT}: asks who stands behind a broker's port, until the time is over: it speaks no Kafka, but it answers.
 *
 * <p>Threading: main reads the commands; the client has its own thread.
 */
public final class KafkaTalk {

    private static final int LIMIT_MS = 3_000;

    private KafkaTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            Map<String, Object> configuration = Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    "127.0.0.1:" + command,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    LIMIT_MS,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    LIMIT_MS / 3);
            try (Admin admin = Admin.create(configuration)) {
                admin.describeCluster().nodes().get();
            } catch (ExecutionException e) {
                Gate.report("failed", e.getCause());
            }
        }
    }
}
