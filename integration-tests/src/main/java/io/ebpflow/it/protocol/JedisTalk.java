// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Pipeline;

/**
 * {@code PORT COUNT BATCH PADDING}: so many commands over one connection, as many at a time, with a value that long; those
 * of a batch of 1 have the delays of {@link Pace}, others none. Reports begin and duration of each batch in microseconds.
 *
 * <p>Threading: confined to main.
 */
public final class JedisTalk {

    private JedisTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            int count = Integer.parseInt(words[1]);
            int batch = Integer.parseInt(words[2]);
            String padding = "x".repeat(Integer.parseInt(words[3]));
            // Without its name and version, which the client tells the server in two pipelined commands.
            JedisClientConfig config = DefaultJedisClientConfig.builder()
                    .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                    .build();
            try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", Integer.parseInt(words[0])), config)) {
                for (int i = 0; i < count; i += batch) {
                    long beginNs = System.nanoTime();
                    if (batch == 1) {
                        jedis.get(RespServer.KEY + Pace.delayMs(i));
                    } else {
                        Pipeline pipeline = jedis.pipelined();
                        for (int j = 0; j < batch; j++) {
                            pipeline.set("key", padding);
                        }
                        pipeline.sync();
                    }
                    Gate.report("batch", i, (System.nanoTime() - beginNs) / 1_000);
                }
            }
        }
    }
}
