// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingReaderTest {
    private static final int PAGE_BYTES = 4_096;
    private static final int RING_BYTES = 4_096;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;

    private final ByteBuffer consumer = ByteBuffer.allocateDirect(PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer producer =
            ByteBuffer.allocateDirect(PAGE_BYTES + 2 * RING_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<String> seen = new ArrayList<>();
    private final RingReader.Handler collect = (data, offset, length) -> seen.add(text(data, offset, length));

    private static String text(ByteBuffer data, int offset, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) data.get(offset + i));
        }
        return text.toString();
    }

    private RingReader reader() {
        return new RingReader(consumer, producer, PAGE_BYTES);
    }

    /** In both mappings, as the kernel's one page appears twice. */
    private void put(long position, byte value) {
        int place = (int) (position % RING_BYTES);
        producer.put(PAGE_BYTES + place, value);
        producer.put(PAGE_BYTES + RING_BYTES + place, value);
    }

    private void putHeader(long position, int header) {
        for (int i = 0; i < 4; i++) {
            put(position + i, (byte) (header >>> 8 * i));
        }
    }

    private long producerPosition() {
        return producer.getLong(0);
    }

    private long consumerPosition() {
        return consumer.getLong(0);
    }

    /** As bpf_ringbuf_reserve() and submit do it. Returns where the record begins. */
    private long append(String payload, int flags) {
        long position = producerPosition();
        putHeader(position, payload.length() | flags);
        for (int i = 0; i < payload.length(); i++) {
            put(position + 8 + i, (byte) payload.charAt(i));
        }
        producer.putLong(0, position + (8 + payload.length() + 7 & ~7));
        return position;
    }

    @Test
    void readsRecordsInOrderAndGivesTheirSpaceBack() {
        append("one", 0);
        append("seventeen letters", 0);
        RingReader reader = reader();

        assertThat(reader.drain(collect, 10)).isEqualTo(2);
        assertThat(seen).containsExactly("one", "seventeen letters");
        assertThat(consumerPosition()).isEqualTo(producerPosition()).isEqualTo(16 + 32);
        assertThat(reader.backlogBytes()).isZero();
        assertThat(reader.drain(collect, 10)).isZero();
    }

    @Test
    void stopsAtARecordThatIsNotComplete() {
        append("one", 0);
        long busy = append("two", BUSY);
        append("three", 0);
        RingReader reader = reader();

        assertThat(reader.drain(collect, 10)).isEqualTo(1);
        assertThat(consumerPosition()).isEqualTo(busy);
        assertThat(reader.backlogBytes()).isEqualTo(32);
        assertThat(reader.consumedBytes()).isEqualTo(busy).isLessThan(reader.producedBytes());

        putHeader(busy, 3);
        assertThat(reader.drain(collect, 10)).isEqualTo(2);
        assertThat(seen).containsExactly("one", "two", "three");
    }

    @Test
    void skipsDiscardedRecords() {
        append("one", 0);
        append("nothing", DISCARDED);
        append("two", 0);

        assertThat(reader().drain(collect, 2)).isEqualTo(2);
        assertThat(seen).containsExactly("one", "two");
        assertThat(consumerPosition()).isEqualTo(producerPosition());
    }

    @Test
    void readsNoMoreThanTheLimit() {
        for (int i = 0; i < 5; i++) {
            append("r" + i, 0);
        }
        RingReader reader = reader();

        assertThat(reader.drain(collect, 3)).isEqualTo(3);
        assertThat(consumerPosition()).isEqualTo(48);
        assertThat(reader.drain(collect, 3)).isEqualTo(2);
        assertThat(seen).containsExactly("r0", "r1", "r2", "r3", "r4");
    }

    @Test
    void goesOnWhereTheRingWasLeft() {
        producer.putLong(0, 80_000);
        consumer.putLong(0, 80_000);
        append("later", 0);

        assertThat(reader().drain(collect, 10)).isEqualTo(1);
        assertThat(seen).containsExactly("later");
    }

    @Test
    void readsARecordThatRunsOverTheEnd() {
        producer.putLong(0, RING_BYTES - 16);
        consumer.putLong(0, RING_BYTES - 16);
        append("this runs over the end of the ring", 0);

        assertThat(reader().drain(collect, 10)).isEqualTo(1);
        assertThat(seen).containsExactly("this runs over the end of the ring");
    }

    @Test
    void staysRightOverManyRounds() {
        Random random = new Random(7_919);
        RingReader reader = reader();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String payload = ("record " + i + " ").repeat(1 + random.nextInt(8));
            if (producerPosition() + payload.length() + 16 - consumerPosition() > RING_BYTES) {
                reader.drain(collect, 1 + random.nextInt(40));
            }
            if (producerPosition() + payload.length() + 16 - consumerPosition() <= RING_BYTES) {
                boolean isDiscarded = random.nextInt(7) == 0;
                append(payload, isDiscarded ? DISCARDED : 0);
                if (!isDiscarded) {
                    expected.add(payload);
                }
            }
        }
        while (reader.drain(collect, 1_000) > 0) {
            assertThat(consumerPosition()).isLessThanOrEqualTo(producerPosition());
        }
        assertThat(seen).isEqualTo(expected).hasSizeGreaterThan(5_000);
    }

    @Test
    void refusesALengthThatCannotBe() {
        append("one", 0);
        putHeader(append("two", 0), RING_BYTES - 7);
        RingReader reader = reader();

        assertThatThrownBy(() -> reader.drain(collect, 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ring buffer is corrupt: record of " + (RING_BYTES - 7) + " bytes at 16");
        assertThat(seen).containsExactly("one");
        assertThat(consumerPosition()).isEqualTo(16);
    }

    @Test
    void refusesARecordThatWasNeverReserved() {
        long position = append("two", 0);
        putHeader(position, 800);
        RingReader reader = reader();

        assertThatThrownBy(() -> reader.drain(collect, 10)).isInstanceOf(IllegalStateException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void givesSpaceBackWhenTheHandlerFails() {
        append("one", 0);
        append("two", 0);
        RingReader reader = reader();

        assertThatThrownBy(() -> reader.drain(
                        (data, offset, length) -> {
                            throw new IllegalArgumentException("a bug");
                        },
                        10))
                .hasMessage("a bug");
        assertThat(consumerPosition()).isEqualTo(16);
        assertThat(reader.drain(collect, 10)).isEqualTo(1);
        assertThat(seen).containsExactly("two");
    }
}
