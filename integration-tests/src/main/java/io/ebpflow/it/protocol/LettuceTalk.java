// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.concurrent.CompletableFuture;

/**
 * {@code PORT PACE COUNT}: commands over one connection that never waits for an answer to send the next. See {@link Pace}.
 *
 * <p>Threading: main reads the commands; the client has its own threads.
 */
public final class LettuceTalk {

    private LettuceTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", Integer.parseInt(words[0])));
            client.setOptions(ClientOptions.builder()
                    .protocolVersion(ProtocolVersion.RESP2)
                    .build());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                Pace.run(words[1], Integer.parseInt(words[2]), index -> get(connection, Pace.delayMs(index)));
            }
            client.shutdown();
        }
    }

    private static CompletableFuture<?> get(StatefulRedisConnection<String, String> connection, int delayMs) {
        return connection.async().get(RespServer.KEY + delayMs).toCompletableFuture();
    }
}
