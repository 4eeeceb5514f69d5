// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The bytes that nDPI's own serializer writes, and ntopng 6.2 was seen to take. */
class TlvWriterTest {
    private static final int ANY_BYTES = 1_000;

    private final TlvWriter tlv = new TlvWriter();

    static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte b : bytes) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    static String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return String.format("%04x", bytes.length) + hex(bytes);
    }

    @Test
    void writesTheSampleRecord() {
        tlv.begin();
        tlv.number(22, 0x6b037f25);
        tlv.number(21, 0x6b037f26);
        tlv.number(60, 4);
        tlv.text(8, "127.0.0.1", ANY_BYTES);
        tlv.text(12, "127.0.0.9", ANY_BYTES);
        tlv.number(7, 50_003);
        tlv.number(11, 8_080);
        tlv.number(4, 6);
        tlv.number(1, 1_234);
        tlv.number(2, 7);
        tlv.number(23, 4_321);
        tlv.number(24, 6);
        tlv.real(57_595, 1.5f);
        tlv.real(57_596, 2.25f);
        tlv.number(57_582, 3);
        tlv.number(57_640, 4_242);
        tlv.text(57_641, "/usr/lib/jvm/java", ANY_BYTES);
        tlv.number(57_897, 1_000);
        tlv.text(57_844, "alice", ANY_BYTES);
        tlv.text(58_028, "-jar app.jar", ANY_BYTES);
        tlv.text(58_030, "0123456789abcdef", ANY_BYTES);
        tlv.text("JAVA_THREAD", "http-nio-8080-exec-3", ANY_BYTES);
        tlv.text("JAVA_CODE_PATH", "com.acme.Dao.load(Dao.java:42)", ANY_BYTES);
        byte[] record = tlv.end();

        assertThat(hex(record))
                .isEqualTo("24166b037f25" + "24156b037f26" + "223c04"
                        + "2b08" + text("127.0.0.1") + "2b0c" + text("127.0.0.9")
                        + "2307c353" + "230b1f90" + "220406"
                        + "230104d2" + "220207" + "231710e1" + "221806"
                        + "3ae0fb0000c03f" + "3ae0fc00001040" + "32e0ee03"
                        + "33e1281092" + "3be129" + text("/usr/lib/jvm/java") + "33e22903e8"
                        + "3be1f4" + text("alice") + "3be2ac" + text("-jar app.jar")
                        + "3be2ae" + text("0123456789abcdef")
                        + "bb" + text("JAVA_THREAD") + text("http-nio-8080-exec-3")
                        + "bb" + text("JAVA_CODE_PATH") + text("com.acme.Dao.load(Dao.java:42)")
                        + "01");
        assertThat(record).as("252 with the two bytes of the format").hasSize(250);
    }

    @Test
    void numbersAreAsShortAsTheyCanBe() {
        tlv.begin();
        tlv.number(1, 0);
        tlv.number(1, 255);
        tlv.number(1, 256);
        tlv.number(1, 65_535);
        tlv.number(1, 65_536);
        tlv.number(1, 0xffff_ffffL);
        tlv.number(1, 0x1_0000_0000L);

        assertThat(hex(tlv.end()))
                .isEqualTo("220100" + "2201ff" + "23010100" + "2301ffff" + "240100010000" + "2401ffffffff"
                        + "25010000000100000000" + "01");
    }

    @Test
    void textIsCutBetweenCharactersAndMissingTextIsNoItem() {
        tlv.begin();
        tlv.text("K", "aäb", 2);
        tlv.text("K", "", ANY_BYTES);
        tlv.text("K", null, ANY_BYTES);
        tlv.text(8, null, ANY_BYTES);

        assertThat(hex(tlv.end())).isEqualTo("bb" + text("K") + text("a") + "01");
    }

    @Test
    void aRecordMayBeLong() {
        tlv.begin();
        tlv.text(8, "x".repeat(60_000), 100_000);

        assertThat(tlv.end()).hasSize(2 + 2 + 60_000 + 1);
    }

    @Test
    void theHeaderSaysWhatFollows() {
        assertThat(hex(ZmqHeader.of("flow", true, 252, 1, 7)))
                .isEqualTo(
                        "666c6f77" + "00".repeat(12) + "04020000" + "fc000000" + "00000000" + "00000001" + "00000007");
        assertThat(hex(ZmqHeader.of("event", false, 0x01020304, 0x0a0b0c0d, 0x7fffffff)))
                .isEqualTo("6576656e74" + "00".repeat(11) + "04000000" + "04030201" + "00000000" + "0a0b0c0d"
                        + "7fffffff");
    }
}
