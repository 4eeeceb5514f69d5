// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoaderReplyTest {
    private static final int FDS = RecordLayout.FD_LINKS + 9;

    private final ByteBuffer reply = ByteBuffer.allocate(RecordLayout.REPLY_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(RecordLayout.REPLY_MAGIC, RecordLayout.PROTOCOL_MAGIC)
            .putInt(RecordLayout.REPLY_PROTOCOL_VERSION, RecordLayout.PROTOCOL_VERSION)
            .putInt(RecordLayout.REPLY_LAYOUT_VERSION, RecordLayout.LAYOUT_VERSION)
            .putInt(RecordLayout.REPLY_FD_COUNT, FDS)
            .putInt(RecordLayout.REPLY_RING_BYTES, 4_096);

    private String problem() {
        return LoaderReply.problemOf(reply, RecordLayout.REPLY_BYTES, FDS);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            reply.put(RecordLayout.REPLY_TEXT + i, bytes[i]);
        }
    }

    @Test
    void readsAReply() {
        text("tcp_connect=tp_btf socket_io=fexit");
        LoaderReply result = new LoaderReply(reply, new int[] {7, 8});

        assertThat(problem()).isNull();
        assertThat(result.status()).isEqualTo(RecordLayout.STATUS_OK);
        assertThat(result.ringBytes()).isEqualTo(4_096);
        assertThat(result.text()).isEqualTo("tcp_connect=tp_btf socket_io=fexit");
        assertThat(result.fds()).containsExactly(7, 8);
    }

    @Test
    void aTextWithoutAnEndEndsWithTheReply() {
        text("x".repeat(RecordLayout.TEXT_BYTES));

        assertThat(new LoaderReply(reply, new int[0]).text()).hasSize(RecordLayout.TEXT_BYTES);
    }

    @Test
    void saysWhichReleasesMet() {
        reply.putInt(RecordLayout.REPLY_PROTOCOL_VERSION, 2);
        assertThat(problem()).isEqualTo("agent has protocol 1 and record layout 1, loader has 2 and 1");

        reply.putInt(RecordLayout.REPLY_PROTOCOL_VERSION, 1).putInt(RecordLayout.REPLY_LAYOUT_VERSION, 7);
        assertThat(problem()).isEqualTo("agent has protocol 1 and record layout 1, loader has 1 and 7");
    }

    @Test
    void understandsARefusalOfAnyRelease() {
        reply.putInt(RecordLayout.REPLY_PROTOCOL_VERSION, 2)
                .putInt(RecordLayout.REPLY_STATUS, RecordLayout.STATUS_BAD_REQUEST)
                .putInt(RecordLayout.REPLY_FD_COUNT, 0);

        assertThat(LoaderReply.problemOf(reply, RecordLayout.REPLY_BYTES, 0)).isNull();
    }

    @Test
    void missesFileDescriptors() {
        assertThat(LoaderReply.problemOf(reply, RecordLayout.REPLY_BYTES, FDS - 1))
                .isEqualTo("it announced 13 fds and sent 12");
        reply.putInt(RecordLayout.REPLY_FD_COUNT, 3);
        assertThat(LoaderReply.problemOf(reply, RecordLayout.REPLY_BYTES, 3))
                .isEqualTo("it announced 3 fds and sent 3");
    }

    @Test
    void takesNothingElseForAReply() {
        assertThat(LoaderReply.problemOf(reply, 23, 0)).isEqualTo("it answered 23 bytes and 0 fds that make no reply");
        reply.putInt(RecordLayout.REPLY_MAGIC, 0x21544547);
        assertThat(problem()).startsWith("it answered 4128 bytes");
    }

    @Test
    void survivesArbitraryBytes() {
        Random random = new Random(23);
        byte[] bytes = new byte[RecordLayout.REPLY_BYTES];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(bytes);
            ByteBuffer any = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(new LoaderReply(any, new int[0]).text()).isNotNull();
            assertThat(LoaderReply.problemOf(any, bytes.length, random.nextInt(64)))
                    .isNotNull();
        }
    }
}
