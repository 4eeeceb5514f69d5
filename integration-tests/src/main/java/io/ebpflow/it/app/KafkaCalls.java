// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A consumer of Kafka that calls a peer for each message with as many bytes as it says:
 *
 * <pre>
 *   connect PORT           to the peer
 *   broker PORT            where it is
 *   all BYTES              two messages of one topic and two of another, one byte more each, as they come; then a call for none
 *   break BYTES            leaves the loop after the first of two; polls, and calls for none
 *   topic BYTES            those of one topic; leaves the loop, closes the consumer, and calls for none
 *   handed BYTES           another thread, which does not poll, takes them
 * </pre>
 *
 * <p>Threading: main reads the commands, and polls.
 */
public final class KafkaCalls {
    private static String broker;

    private KafkaCalls() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            int number = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "connect":
                    Calls.connect(number);
                    break;
                case "broker":
                    broker = "127.0.0.1:" + number;
                    break;
                case "all":
                    send("orders", number, number + 1);
                    send("prices", number + 2, number + 3);
                    consume(4, List.of("orders", "prices"), KafkaCalls::callAll);
                    Calls.call(number + 4);
                    break;
                case "break":
                    send("broken", number, number + 1);
                    consume(2, List.of("broken"), (consumer, records) -> {
                        call(records.iterator().next());
                        consumer.poll(Duration.ZERO);
                        Calls.call(number + 1);
                    });
                    break;
                case "topic":
                    send("left", number, number + 1);
                    consume(
                            2,
                            List.of("left"),
                            (consumer, records) ->
                                    call(records.records("left").iterator().next()));
                    Calls.call(number + 1);
                    break;
                case "handed":
                    send("handed", number, number + 1);
                    consume(
                            2,
                            List.of("handed"),
                            (consumer, records) -> run(() -> {
                                callAll(consumer, records);
                                return null;
                            }));
                    break;
                default:
                    throw new IllegalArgumentException(command);
            }
        }
    }

    /** What is done with the messages of one poll. */
    private interface Work {
        void work(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) throws Exception;
    }

    private static void callAll(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> message : records) {
            call(message);
        }
    }

    private static void call(ConsumerRecord<byte[], byte[]> message) {
        Calls.call(Integer.parseInt(new String(message.value(), StandardCharsets.US_ASCII)));
    }

    private static void run(Callable<Void> body) throws Exception {
        FutureTask<Void> task = new FutureTask<>(body);
        new Thread(task, "other").start();
        task.get();
    }

    private static Map<String, Object> configuration() {
        return Map.of("bootstrap.servers", broker);
    }

    private static void send(String topic, int... counts) throws Exception {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(configuration(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int count : counts) {
                byte[] value = Integer.toString(count).getBytes(StandardCharsets.US_ASCII);
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }

    /** Polls until the last so many messages have come; may be more than once. */
    private static void consume(int count, List<String> topics, Work work) throws Exception {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            partitions.add(new TopicPartition(topic, 0));
        }
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.endOffsets(partitions)
                    .forEach((partition, end) -> consumer.seek(partition, end - count / partitions.size()));
            int seen = 0;
            while (seen < count) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                seen += records.count();
                if (!records.isEmpty()) {
                    work.work(consumer, records);
                }
            }
        }
    }
}
