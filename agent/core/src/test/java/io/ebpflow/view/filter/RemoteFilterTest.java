// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.api.internal.RemotePeer;
import io.ebpflow.net.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteFilterTest {
    private final Address loopback = address("127.0.0.1");

    private static RemoteFilter filter(String peer) {
        return new RemoteFilter(RemotePeer.parse(peer).toMap());
    }

    private static Address address(String literal) {
        Address address = new Address();
        address.setBytes(RemotePeer.address(literal));
        return address;
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5,           10.0.0.5,    80,   true",
        "10.0.0.5,           10.0.0.50,   80,   false",
        "10.0.0.5:5432,      10.0.0.5,    5432, true",
        "10.0.0.5:5432,      10.0.0.5,    5433, false",
        "10.0.0.0/8,         10.255.0.1,  1,    true",
        "10.0.0.0/8,         11.0.0.1,    1,    false",
        "10.0.0.128/25,      10.0.0.127,  1,    false",
        "0.0.0.0/0,          192.0.2.1,   1,    true",
        "0.0.0.0/0,          2001:db8::1, 1,    false",
        "10.0.2.0/23,        10.0.3.7,    1,    true",
        "::/0,               2001:db8::1, 1,    true",
        "::/0,               192.0.2.1,   1,    false",
        ":443,               2001:db8::1, 443,  true",
        "*:443,              2001:db8::1, 444,  false",
        "::1,                ::1,         9,    true",
        "[::1]:80,           ::1,         80,   true",
        "[::1]:80,           ::1,         81,   false",
        "2001:db8::/33,      2001:db8:7fff::1, 1, true",
        "2001:db8::/33,      2001:db8:8000::1, 1, false",
        "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:7, 1, true",
        "2001:db8::8000:0:0:0/65, 2001:db8::7000:0:0:7, 1, false",
        "2001:db8::6,        2001:db8::7, 1,    false",
        "::ffff:10.0.0.5,    10.0.0.5,    1,    true",
    })
    void fitsAddressesAndPorts(String pattern, String address, int port, boolean fits) {
        assertThat(filter(pattern).fits(address(address), port, null)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"localhost, localhost, true", "LocalHost:80, localhost, true", "localhost:81, localhost, false"})
    void fitsNamesThatWereLookedUpAndResolvesNone(String pattern, String name, boolean fits) {
        RemoteFilter remote = filter(pattern);

        assertThat(remote.fits(loopback, 80, name)).isEqualTo(fits);
        assertThat(remote.fits(loopback, 80, null)).isFalse();
    }

    @Test
    void anAddressThatIsNotKnownFitsNone() {
        assertThat(filter("0.0.0.0/0").fits(new Address(), 80, null)).isFalse();
        assertThat(filter("::/0").fits(new Address(), 80, null)).isFalse();
        assertThat(filter("*").fits(new Address(), 0, null)).isTrue();
    }
}
