// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.Watched;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, nothing is thrown, on the whole way from the decoder to the event. */
class RecordFuzzTest {
    private static final int MAX_BYTES = 320;

    private final Watched watched = new Watched(101);
    private long handedIn;

    private void decode(ByteBuffer data, int length) {
        watched.decoder.onRecord(data, 0, length);
        handedIn++;
        if (handedIn % 17 == 0) {
            watched.sweepAt(handedIn * 1_000_003);
        }
        if (handedIn % 5 == 0) {
            watched.seen(); // every event can be read, too
        }
    }

    private void everyRecordIsCounted() {
        assertThat(watched.decoder.recordCount() + watched.decoder.malformedCount())
                .isEqualTo(handedIn);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 23, 7_919})
    void survivesArbitraryBytes(long seed) {
        Random random = new Random(seed);
        ByteBuffer data = ByteBuffer.allocateDirect(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 20_000; i++) {
            randomize(random, data);
            decode(data, random.nextInt(MAX_BYTES + 1));
        }
        everyRecordIsCounted();
        assertThat(watched.decoder.malformedCount()).isGreaterThan(19_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 23, 7_919})
    void survivesArbitraryFieldsInRecordsThatLookRight(long seed) {
        Random random = new Random(seed);
        ByteBuffer data = ByteBuffer.allocateDirect(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 20_000; i++) {
            randomize(random, data);
            int type = 1 + random.nextInt(RecordLayout.UDP_EXCHANGED);
            data.putShort(RecordLayout.RECORD_TYPE, (short) type);
            data.putShort(RecordLayout.RECORD_SIZE, (short) bytesOf(type));
            if (random.nextBoolean()) {
                data.putInt(RecordLayout.EXCHANGE_RECORD_EXCHANGE_NUMBER, 1 + (int) handedIn);
                data.putShort(RecordLayout.EXCHANGE_RECORD_EXCHANGE_FLAGS, (short) random.nextInt(8));
            }
            data.put(RecordLayout.RECORD_PROTOCOL, (byte) (random.nextBoolean() ? RecordBytes.TCP : RecordBytes.UDP));
            if (random.nextInt(3) > 0) {
                data.putLong(RecordLayout.RECORD_COOKIE, random.nextInt(200)); // meets flows that are known
            }
            if (random.nextInt(8) == 0) {
                data.putLong(RecordLayout.RECORD_LATENCY_NS, Long.MAX_VALUE - random.nextInt(3));
            }
            decode(data, bytesOf(type));
        }
        everyRecordIsCounted();
        assertThat(watched.decoder.recordCount()).isGreaterThan(17_000);
    }

    private static int bytesOf(int type) {
        return type >= RecordLayout.TCP_EXCHANGED ? RecordLayout.EXCHANGE_RECORD_BYTES : RecordLayout.RECORD_BYTES;
    }

    private static void randomize(Random random, ByteBuffer data) {
        for (int at = 0; at < MAX_BYTES; at += Long.BYTES) {
            data.putLong(at, random.nextInt(6) == 0 ? random.nextInt(3) - 1 : random.nextLong());
        }
    }

    @Test
    void survivesEveryTruncatedAndMutatedRecord() {
        for (RecordBytes valid : validRecords()) {
            ByteBuffer memory = valid.memory();
            for (int length = 0; length <= memory.capacity(); length++) {
                decode(memory, length);
            }
            for (int at = 0; at < memory.capacity(); at++) {
                byte original = memory.get(at);
                for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff, original ^ 1, original ^ 0x80}) {
                    memory.put(at, (byte) value);
                    decode(memory, memory.capacity());
                }
                memory.put(at, original);
            }
        }
        everyRecordIsCounted();
    }

    private static List<RecordBytes> validRecords() {
        List<RecordBytes> all = new ArrayList<>();
        for (int type = RecordLayout.TCP_CONNECTED; type <= RecordLayout.UDP_EXCHANGED; type++) {
            RecordBytes record = valid(type);
            all.add(record.role(1 + type % 3)
                    .timeNs(5_000_000)
                    .startNs(4_000_000)
                    .latencyNs(1_000)
                    .owner(type % 2 == 0 ? 41 : 0, 4_711)
                    .comm("comm")
                    .local("10.0.0.5", 43_210)
                    .remote("2001:db8::1", 5_432)
                    .bytes(7, 11)
                    .segments(1, 2, 3, 4));
        }
        return all;
    }

    private static RecordBytes valid(int type) {
        if (type >= RecordLayout.TCP_EXCHANGED) {
            return RecordBytes.exchanged(
                            type == RecordLayout.TCP_EXCHANGED ? RecordBytes.TCP : RecordBytes.UDP, 23, type)
                    .sends(4_100_000, 4_200_000)
                    .reads(4_300_000, 4_400_000, 4_500_000)
                    .payload(7, 11)
                    .path(37, 1, 4_250_000);
        }
        return type == RecordLayout.UDP_STARTED ? RecordBytes.udpStarted(23) : RecordBytes.tcp(type, 23);
    }
}
