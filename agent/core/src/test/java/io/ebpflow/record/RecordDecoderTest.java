// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
    private final List<String> calls = new ArrayList<>();
    private final RecordDecoder decoder = new RecordDecoder(timeNs -> calls.add("before " + timeNs))
            .on(RecordLayout.TCP_CLOSED, record -> calls.add("closed " + record.cookie()))
            .on(RecordLayout.UDP_STARTED, record -> calls.add("udp " + record.cookie()))
            .on(
                    RecordLayout.TCP_EXCHANGED,
                    RecordLayout.EXCHANGE_RECORD_BYTES,
                    record -> calls.add("exchanged " + record.exchange().number()));

    @Test
    void handsARecordToTheHandlerOfItsTypeAfterWhatHappenedBefore() {
        RecordBytes.tcp(RecordLayout.TCP_CLOSED, 23).timeNs(5).to(decoder);
        RecordBytes.udpStarted(29).timeNs(7).to(decoder);

        assertThat(calls).containsExactly("before 5", "closed 23", "before 7", "udp 29");
        assertThat(decoder.recordCount()).isEqualTo(2);
        assertThat(decoder.malformedCount()).isZero();
    }

    @Test
    void takesARecordThatALaterLoaderMadeLonger() {
        ByteBuffer longer = ByteBuffer.allocateDirect(256).order(ByteOrder.LITTLE_ENDIAN);
        longer.put(RecordBytes.tcp(RecordLayout.TCP_CLOSED, 23).memory());
        decoder.onRecord(longer, 0, 256);

        assertThat(calls).endsWith("closed 23");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, RecordLayout.TCP_CONNECTED, 15, 16, 0xffff})
    void countsTypesThatNobodyHandles(int type) {
        RecordBytes.tcp(type, 23).to(decoder);

        assertThat(calls).isEmpty();
        assertThat(decoder.malformedCount()).isEqualTo(1);
    }

    @Test
    void countsRecordsThatContradictThemselves() {
        RecordBytes size = RecordBytes.tcp(RecordLayout.TCP_CLOSED, 23);
        size.memory().putShort(RecordLayout.RECORD_SIZE, (short) 184);
        size.to(decoder);
        RecordBytes protocol = RecordBytes.tcp(RecordLayout.TCP_CLOSED, 23);
        protocol.memory().put(RecordLayout.RECORD_PROTOCOL, (byte) 132);
        protocol.to(decoder);

        assertThat(calls).isEmpty();
        assertThat(decoder.malformedCount()).isEqualTo(2);
    }

    @Test
    void countsEveryTruncatedRecord() {
        ByteBuffer memory = RecordBytes.tcp(RecordLayout.TCP_CLOSED, 23).memory();
        for (int length = 0; length < RecordLayout.RECORD_BYTES; length++) {
            decoder.onRecord(memory, 0, length);
        }
        assertThat(calls).isEmpty();
        assertThat(decoder.malformedCount()).isEqualTo(RecordLayout.RECORD_BYTES);
    }

    @Test
    void aTypeHasItsSize() {
        RecordBytes exchanged = RecordBytes.exchanged(RecordBytes.TCP, 23, 41);
        exchanged.to(decoder);
        assertThat(calls).containsExactly("before 0", "exchanged 41");

        for (int length = 0; length < RecordLayout.EXCHANGE_RECORD_BYTES; length++) {
            decoder.onRecord(exchanged.memory(), 0, length);
        }
        exchanged.memory().putShort(RecordLayout.RECORD_SIZE, (short) RecordLayout.RECORD_BYTES);
        exchanged.to(decoder);
        RecordBytes closed = RecordBytes.exchanged(RecordBytes.TCP, 23, 41);
        closed.memory().putShort(RecordLayout.RECORD_TYPE, (short) RecordLayout.TCP_CLOSED);
        closed.to(decoder);
        assertThat(calls).hasSize(2);
        assertThat(decoder.malformedCount()).isEqualTo(RecordLayout.EXCHANGE_RECORD_BYTES + 2);
    }

    @Test
    void hasOneHandlerForAType() {
        assertThatThrownBy(() -> decoder.on(RecordLayout.TCP_CLOSED, record -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record type 8 is taken or out of range");
        assertThatThrownBy(() -> decoder.on(0, record -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoder.on(RecordLayout.RECORD_TYPES, record -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
