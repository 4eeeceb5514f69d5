// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.kafka;

import io.ebpflow.bridge.Connections;
import java.nio.channels.SocketChannel;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.common.network.KafkaChannel;

/**
 * After a connection to a broker was established.
 *
 * <p>Threading: inlined into the Kafka client; runs in its threads.
 */
final class ConnectedAdvice {
    private ConnectedAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This KafkaChannel channel, @Advice.Return boolean isConnected) throws Throwable {
        if (isConnected) {
            Connections.multiplexed((SocketChannel) channel.selectionKey().channel());
        }
    }
}
