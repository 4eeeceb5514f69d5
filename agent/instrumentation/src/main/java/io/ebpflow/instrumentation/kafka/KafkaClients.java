// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.kafka;

import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * kafka-clients: producer, consumer and admin client send up to five requests (max.in.flight.requests.per.connection) ahead
 * of the answers. A broker answers a client's requests one by one and does not pass here.
 * What a consumer polls for is taken from the iterator of ConsumerRecords, of all or of one topic; nobody tells of what is taken from
 * the list of one partition. Tested with 3.9 and 4.4, which has moved the iterator.
 *
 * <p>Threading: immutable.
 */
public final class KafkaClients {
    private KafkaClients() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "org.apache.kafka.common.network.KafkaChannel",
                        ConnectedAdvice.class,
                        named("finishConnect").and(takesNoArguments())),
                Hook.onLoad("org.apache.kafka.clients.consumer.KafkaConsumer", PollAdvice.class, named("poll")),
                Hook.onLoad("org.apache.kafka.clients.consumer.KafkaConsumer", CloseAdvice.class, named("close")),
                Hook.onLoad(
                        "org.apache.kafka.common.utils.AbstractIterator",
                        NextAdvice.class,
                        named("next").and(takesNoArguments())),
                Hook.onLoad(
                        "org.apache.kafka.common.utils.internals.AbstractIterator",
                        NextAdvice.class,
                        named("next").and(takesNoArguments())),
                Hook.onLoad(
                        "org.apache.kafka.clients.consumer.ConsumerRecords$ConcatenatedIterable$1",
                        AllDoneAdvice.class,
                        named("makeNext").and(not(isBridge()))));
    }
}
