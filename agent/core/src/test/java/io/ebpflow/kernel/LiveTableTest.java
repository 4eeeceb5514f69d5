// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.net.Address;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private final LiveBytes bytes = new LiveBytes();
    private final LiveTable table = bytes.table();

    @Test
    void findsTheEntryWhereTheKernelPutIt() {
        for (long cookie : new long[] {1, 23, 0x1_0000_0017L, 0x7fff_ffff_ffff_ffffL}) {
            int index = bytes.claim(RecordBytes.TCP, cookie, "10.0.3.7", 5_432, 7_919);

            assertThat(table.find(cookie, 7_919)).isEqualTo(index);
            assertThat(table.find(cookie, 7_920)).isEqualTo(LiveTable.NONE);
            assertThat(table.find(cookie + 1, 7_919)).isEqualTo(LiveTable.NONE);
        }
    }

    @Test
    void tellsTheFlowsOfOneSocketApart() {
        int first = bytes.claim(RecordBytes.UDP, 23, "10.0.3.7", 53, 1);
        int second = bytes.claim(RecordBytes.UDP, 23, "10.0.3.8", 53, 2);
        int again = bytes.claim(RecordBytes.UDP, 23, "10.0.3.7", 53, 3);

        assertThat(table.find(23, 1)).isEqualTo(first);
        assertThat(table.find(23, 2)).isEqualTo(second);
        assertThat(table.find(23, 3)).isEqualTo(again);
    }

    @Test
    void leavesAnEntryAloneThatIsBeingFilled() {
        int index = bytes.claim(RecordBytes.TCP, 23, "::1", 80, 1);
        bytes.memory().putLong(index * RecordLayout.LIVE_BYTES, 23 | Long.MIN_VALUE);

        assertThat(table.find(23, 1)).isEqualTo(LiveTable.NONE);
        assertThat(table.cookieAt(index)).isNegative();
    }

    @Test
    void readsAllFields() {
        int index = bytes.claim(RecordBytes.UDP, 23, "2001:db8::1", 65_535, 1_000);
        int at = index * RecordLayout.LIVE_BYTES;
        bytes.count(index, 7_919, 104_729, -1, 29, 2_000);
        bytes.tcp(index, 31, 37);
        bytes.user(index, 41, 4_711);
        bytes.memory().put(at + RecordLayout.LIVE_ROLE, (byte) RecordLayout.ROLE_SERVER);
        RecordBytes.putAddress(bytes.memory(), at + RecordLayout.LIVE_ENDPOINTS_LOCAL_ADDR, "10.0.0.5");
        bytes.memory().putShort(at + RecordLayout.LIVE_ENDPOINTS_LOCAL_PORT, (short) 43_210);
        bytes.memory().putInt(at + RecordLayout.LIVE_ENDPOINTS_INTERFACE_INDEX, 3);
        Address local = new Address();
        Address remote = new Address();
        table.select(index).readLocal(local);
        table.readRemote(remote);

        assertThat(table.protocol()).isEqualTo(17);
        assertThat(table.role()).isEqualTo(RecordLayout.ROLE_SERVER);
        assertThat(table.startNs()).isEqualTo(1_000);
        assertThat(table.lastNs()).isEqualTo(2_000);
        assertThat(table.tid()).isEqualTo(4_711);
        assertThat(table.threadId()).isEqualTo(41);
        assertThat(local).hasToString("10.0.0.5");
        assertThat(table.localPort()).isEqualTo(43_210);
        assertThat(remote).hasToString("2001:db8::1");
        assertThat(table.remotePort()).isEqualTo(65_535);
        assertThat(table.interfaceIndex()).isEqualTo(3);
        assertThat(table.bytesSent()).isEqualTo(7_919);
        assertThat(table.bytesReceived()).isEqualTo(104_729);
        assertThat(table.segmentsOut()).isEqualTo(-1);
        assertThat(table.segmentsIn()).isEqualTo(29);
        assertThat(table.retransmits()).isEqualTo(31);
        assertThat(table.srttUs()).isEqualTo(37);
    }

    @Test
    void aFreedEntryCanBeClaimed() {
        int index = bytes.claim(RecordBytes.UDP, 23, "10.0.3.7", 53, 1);
        table.select(index).retire();
        assertThat(table.isRetiring()).isTrue();
        assertThat(bytes.flags(index)).isEqualTo(RecordLayout.FLAG_RETIRING);

        table.select(index).free();
        assertThat(bytes.claim(RecordBytes.UDP, 23, "10.0.3.9", 53, 2)).isEqualTo(index);
        assertThat(table.select(index).isRetiring()).isFalse();
    }
}
