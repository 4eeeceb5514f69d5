// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.kernel.libc.LibC;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real socket pair: the other end is the command line. */
class WatchTest {

    private static final byte[] EVENT = new byte[1_009];

    private int peer;
    private Watch watch;

    @BeforeAll
    static void loadNative() {
        assertThat(JnaLoader.load()).isNull();
    }

    @BeforeEach
    void connect() {
        int[] pair = new int[2];
        assertThat(LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_SEQPACKET | LibC.SOCK_CLOEXEC, 0, pair))
                .isZero();
        peer = pair[1];
        watch = new Watch(pair[0], WatchCommand.of("watch=x"));
    }

    @AfterEach
    void close() {
        watch.close();
        LibC.close(peer);
    }

    private List<String> received() {
        List<String> records = new ArrayList<>();
        byte[] packet = new byte[2 * Watch.PACKET_BYTES];
        for (long bytes = receive(packet); bytes > 0; bytes = receive(packet)) {
            String text = new String(packet, 0, (int) bytes, StandardCharsets.UTF_8);
            assertThat(text).endsWith("\u001e");
            records.addAll(List.of(text.split("\u001e")));
        }
        return records;
    }

    private long receive(byte[] packet) {
        return LibC.recv(peer, packet, packet.length, LibC.MSG_DONTWAIT);
    }

    @Test
    void manyRecordsAreOnePacket() {
        watch.tell("ready");
        watch.event("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(watch.flush()).isTrue();
        assertThat(received()).containsExactly("!ready", "{}");
    }

    @Test
    void whatASlowReaderDoesNotTakeIsCountedAndNothingWaits() {
        int sent = 3 * Watch.MAX_PACKETS * Watch.PACKET_BYTES / EVENT.length;
        for (int i = 0; i < sent; i++) {
            watch.event(EVENT);
        }
        assertThat(watch.flush()).isFalse();
        assertThat(watch.isOver()).isFalse();

        long events = 0;
        String lost = "";
        boolean isOver;
        do {
            boolean isFlushed = watch.flush();
            List<String> records = received();
            for (String record : records) {
                events += record.length() == EVENT.length ? 1 : 0;
                lost = record.startsWith("!lost ") ? record.substring(6) : lost;
            }
            isOver = isFlushed && records.isEmpty();
        } while (!isOver);
        assertThat(events).isGreaterThan(sent / 3).isLessThan(sent);
        assertThat(Long.parseLong(lost)).isEqualTo(sent - events);
    }

    @Test
    void aRecordWithoutAnEndIsCounted() {
        watch.event(new byte[Watch.PACKET_BYTES]);

        watch.flush();
        assertThat(received()).containsExactly("!lost 1");
    }

    @Test
    void noticesThatNothingMoreIsWantedAndCanStillSayGoodbye() {
        assertThat(watch.isOver()).isFalse();
        LibC.shutdown(peer, LibC.SHUT_WR);

        assertThat(watch.isOver()).isTrue();
        watch.end();
        watch.event(EVENT);
        watch.tell("bye stays");
        watch.flush();
        assertThat(received()).containsExactly("!bye stays");
    }

    @Test
    void noticesThatTheOtherSideIsGone() {
        LibC.close(peer);
        peer = -1;

        assertThat(watch.isOver()).isTrue();
        watch.event(EVENT);
        assertThat(watch.flush()).isTrue();
        assertThat(watch.isClosed()).isTrue();
    }
}
