// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.kafka;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * kafka-clients: producer, consumer and admin client send up to five requests (max.in.flight.requests.per.connection) ahead
 * of the answers. A broker answers a client's requests one by one and does not pass here.
 *
 * <p>Threading: immutable.
 */
public final class KafkaClients {
    private KafkaClients() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(Hook.onLoad(
                "org.apache.kafka.common.network.KafkaChannel",
                ConnectedAdvice.class,
                named("finishConnect").and(takesNoArguments())));
    }
}
