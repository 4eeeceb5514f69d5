// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

    private static Address of(String sixteenBytes) {
        String hex = sixteenBytes.replace(":", "");
        Address address = new Address();
        address.set(Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
        return address;
    }

    /** RFC 5952, by section. */
    @ParameterizedTest
    @CsvSource({
        // 4.1 leading zeros are suppressed
        "2001:0db8:0000:0000:0000:0000:0002:0001, 2001:db8::2:1",
        "2001:0db8:0001:0002:0003:0004:0005:0006, 2001:db8:1:2:3:4:5:6",
        // 4.2.1 shortened as much as possible
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "0000:0000:0000:0000:0000:0000:0000:0000, ::",
        "0000:0000:0000:0000:0000:0000:0000:0001, ::1",
        "0001:0000:0000:0000:0000:0000:0000:0000, 1::",
        "fe80:0000:0000:0000:0000:0000:0000:0000, fe80::",
        // 4.2.2 one group alone is not shortened
        "2001:0db8:0000:0001:0001:0001:0001:0001, 2001:db8:0:1:1:1:1:1",
        "0000:0001:0001:0001:0001:0001:0001:0001, 0:1:1:1:1:1:1:1",
        "0001:0001:0001:0001:0001:0001:0001:0000, 1:1:1:1:1:1:1:0",
        // 4.2.3 the longest run, of equal ones the first
        "2001:0000:0000:0001:0000:0000:0000:0001, 2001:0:0:1::1",
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "0000:0000:0001:0000:0000:0000:0001:0000, 0:0:1::1:0",
        "0001:0000:0000:0001:0000:0000:0000:0000, 1:0:0:1::",
        // 4.3 lower case
        "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
        // IPv4-mapped ones are IPv4
        "0000:0000:0000:0000:0000:ffff:0a00:0307, 10.0.3.7",
        "0000:0000:0000:0000:0000:ffff:ffff:ffff, 255.255.255.255",
        "0000:0000:0000:0000:0000:ffff:0000:0000, 0.0.0.0",
        // IPv4-compatible ones, and what only looks like IPv4, are not
        "0000:0000:0000:0000:0000:0000:0a00:0307, ::a00:307",
        "0000:0000:0000:0001:0000:ffff:0a00:0307, ::1:0:ffff:a00:307",
    })
    void isWrittenAsRfc5952Says(String bytes, String expected) {
        assertThat(of(bytes)).hasToString(expected);
    }

    @Test
    void isReadBackByTheJdkAsTheSameAddress() throws UnknownHostException {
        Random random = new Random(23);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            for (int group = 0; group < 8; group++) {
                if (random.nextBoolean()) {
                    bytes[2 * group] = bytes[2 * group + 1] = 0;
                }
            }
            Address address = new Address();
            address.setBytes(bytes);
            assertThat(InetAddress.getByName(address.toString())).isEqualTo(InetAddress.getByAddress(bytes));
        }
    }

    @Test
    void takesFourBytesAsMapped() {
        Address address = new Address();
        address.setBytes(new byte[] {(byte) 192, (byte) 168, (byte) 255, 1});

        assertThat(address.isIpv4()).isTrue();
        assertThat(address).hasToString("192.168.255.1");
        assertThat(address.sameAs(of("0000:0000:0000:0000:0000:ffff:c0a8:ff01")))
                .isTrue();
    }

    @Test
    void knowsWhenNothingIsSpecified() {
        assertThat(of("0000:0000:0000:0000:0000:0000:0000:0000").isUnspecified())
                .isTrue();
        assertThat(of("0000:0000:0000:0000:0000:ffff:0000:0000").isUnspecified())
                .isTrue();
        assertThat(of("0000:0000:0000:0000:0000:0000:0000:0001").isUnspecified())
                .isFalse();
        assertThat(of("0000:0000:0000:0000:0000:ffff:7f00:0001").isUnspecified())
                .isFalse();
        assertThat(of("0000:0000:0000:0001:0000:0000:0000:0000").isUnspecified())
                .isFalse();
    }
}
