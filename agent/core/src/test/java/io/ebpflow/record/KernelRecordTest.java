// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.net.Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class KernelRecordTest {
    private static final int OFFSET = 4_096 + 8;

    private final RecordBytes bytes = RecordBytes.tcp(RecordLayout.TCP_CLOSED, 0x8000_0000_0000_0017L)
            .role(RecordLayout.ROLE_SERVER)
            .flags(RecordLayout.FLAG_PREEXISTING | RecordLayout.FLAG_GIVEN_UP)
            .timeNs(1_000_003)
            .startNs(1_000_002)
            .latencyNs(1_000_001)
            .error(111)
            .count(23)
            .closedBy(RecordLayout.CLOSED_BY_RESET)
            .resetBy(RecordLayout.RESET_BY_REMOTE)
            .owner(41, 4_194_303)
            .comm("http-nio-8080-e")
            .local("10.0.0.5", 65_535)
            .remote("2001:db8::1", 5_432)
            .interfaceIndex(3)
            .bytes(7_919, Long.MAX_VALUE)
            .segments(-1, 29, 31, 37);

    /** In the middle of other memory, as a record in the ring. */
    private KernelRecord record() {
        ByteBuffer ring = ByteBuffer.allocateDirect(OFFSET + 512).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < RecordLayout.RECORD_BYTES; i++) {
            ring.put(OFFSET + i, bytes.memory().get(i));
        }
        return new KernelRecord().wrap(ring, OFFSET);
    }

    @Test
    void readsWhatHappened() {
        KernelRecord record = record();

        assertThat(record.type()).isEqualTo(RecordLayout.TCP_CLOSED);
        assertThat(record.size()).isEqualTo(RecordLayout.RECORD_BYTES);
        assertThat(record.protocol()).isEqualTo(6);
        assertThat(record.role()).isEqualTo(RecordLayout.ROLE_SERVER);
        assertThat(record.has(RecordLayout.FLAG_PREEXISTING)).isTrue();
        assertThat(record.has(RecordLayout.FLAG_GIVEN_UP)).isTrue();
        assertThat(record.has(RecordLayout.FLAG_CONNECTED)).isFalse();
        assertThat(record.timeNs()).isEqualTo(1_000_003);
        assertThat(record.cookie()).isEqualTo(0x8000_0000_0000_0017L);
        assertThat(record.startNs()).isEqualTo(1_000_002);
        assertThat(record.latencyNs()).isEqualTo(1_000_001);
        assertThat(record.errno()).isEqualTo(111);
        assertThat(record.count()).isEqualTo(23);
        assertThat(record.closedBy()).isEqualTo(RecordLayout.CLOSED_BY_RESET);
        assertThat(record.resetBy()).isEqualTo(RecordLayout.RESET_BY_REMOTE);
    }

    @Test
    void readsWhoDidItAndWhere() {
        KernelRecord record = record();
        Address local = new Address();
        Address remote = new Address();
        record.readLocal(local);
        record.readRemote(remote);

        assertThat(record.threadId()).isEqualTo(41);
        assertThat(record.tid()).isEqualTo(4_194_303);
        assertThat(record.comm()).isEqualTo("http-nio-8080-e");
        assertThat(local).hasToString("10.0.0.5");
        assertThat(remote).hasToString("2001:db8::1");
        assertThat(record.localPort()).isEqualTo(65_535);
        assertThat(record.remotePort()).isEqualTo(5_432);
        assertThat(record.interfaceIndex()).isEqualTo(3);
    }

    @Test
    void readsCountersWithoutASign() {
        KernelRecord record = record();

        assertThat(record.bytesSent()).isEqualTo(7_919);
        assertThat(record.bytesReceived()).isEqualTo(Long.MAX_VALUE);
        assertThat(record.segmentsOut()).isEqualTo(0xffff_ffffL);
        assertThat(record.segmentsIn()).isEqualTo(29);
        assertThat(record.retransmits()).isEqualTo(31);
        assertThat(record.srttUs()).isEqualTo(37);
    }

    @Test
    void readsAnExchange() {
        KernelExchange exchange = RecordBytes.exchanged(RecordBytes.TCP, 23, 41)
                .sends(3, 5)
                .reads(7, 11, 13)
                .payload(17, 19)
                .path(-1, 65_535, 29)
                .unread(-1)
                .exchangeFlags(RecordLayout.EXCHANGE_UNANSWERED)
                .exchange();

        assertThat(exchange.number()).isEqualTo(41);
        assertThat(exchange.firstSendNs()).isEqualTo(3);
        assertThat(exchange.lastSendNs()).isEqualTo(5);
        assertThat(exchange.arrivalNs()).isEqualTo(7);
        assertThat(exchange.firstReadNs()).isEqualTo(11);
        assertThat(exchange.lastReadNs()).isEqualTo(13);
        assertThat(exchange.sentBytes()).isEqualTo(17);
        assertThat(exchange.receivedBytes()).isEqualTo(19);
        assertThat(exchange.minRttUs()).isEqualTo(0xffff_ffffL);
        assertThat(exchange.retransmits()).isEqualTo(65_535);
        assertThat(exchange.retransmitNs()).isEqualTo(29);
        assertThat(exchange.unreadUs()).isEqualTo(0xffff_ffffL);
        assertThat(exchange.has(RecordLayout.EXCHANGE_UNANSWERED)).isTrue();
        assertThat(exchange.has(RecordLayout.EXCHANGE_MULTIPLEXED)).isFalse();
    }

    @Test
    void aNameOfSixteenBytesEndsWithTheField() {
        bytes.comm("0123456789abcdef");

        assertThat(record().comm()).isEqualTo("0123456789abcdef");
    }
}
