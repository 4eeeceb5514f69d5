// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePeerTest {

    /** Empty columns: not given. */
    @ParameterizedTest
    @CsvSource({
        "10.0.3.7,             ,            10.0.3.7,    32,  0",
        "10.0.3.7:5432,        ,            10.0.3.7,    32,  5432",
        "10.0.3.0/24,          ,            10.0.3.0,    24,  0",
        "0.0.0.0/0,            ,            0.0.0.0,     0,   0",
        "[10.0.3.7]:80,        ,            10.0.3.7,    32,  80",
        "010.0.3.007,          ,            10.0.3.7,    32,  0",
        "::,                   ,            ::,          128, 0",
        "::1,                  ,            ::1,         128, 0",
        "[::1],                ,            ::1,         128, 0",
        "[::1]:443,            ,            ::1,         128, 443",
        "::1:443,              ,            ::1:443,     128, 0",
        "2001:db8::/32,        ,            2001:db8::,  32,  0",
        "[2001:db8::]/32,      ,            2001:db8::,  32,  0",
        "::ffff:10.0.3.7,      ,            10.0.3.7,    32,  0",
        "db.internal,          db.internal, ,            0,   0",
        "DB.internal:5432,     DB.internal, ,            0,   5432",
        "db_1-a.internal.:1,   db_1-a.internal., ,       0,   1",
        "bücher.example:65535, bücher.example, ,         0,   65535",
        "h2:80,                h2,          ,            0,   80",
        ":80,                  ,            ,            0,   80",
        "*:80,                 ,            ,            0,   80",
        "*,                    ,            ,            0,   0",
        "' 10.0.3.7:80 ',      ,            10.0.3.7,    32,  80",
    })
    void isReadFromText(String text, String name, String address, int bits, int port) throws UnknownHostException {
        Map<String, Object> peer = RemotePeer.parse(text).toMap();

        assertThat(peer.get("name")).isEqualTo(name);
        assertThat(peer.get("port")).isEqualTo(port == 0 ? null : port);
        if (address == null) {
            assertThat(peer).doesNotContainKeys("address", "bits");
        } else {
            assertThat(peer).containsEntry("bits", bits);
            assertThat((byte[]) peer.get("address"))
                    .isEqualTo(InetAddress.getByName(address).getAddress());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ":", "/", "[", "[]", "[::1", "::1]", "[::1]80", "[::1]:80/64", "a/b/c", "10.0.0.0/8:80"
            })
    void saysWhichFormsThereAre(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemotePeer.parse(text))
                .withMessageStartingWith(
                        "'" + text + "' is not HOST, HOST:PORT, ADDRESS/PREFIX or :PORT (IPv6 with a port: [::1]:80)");
    }

    @ParameterizedTest
    @CsvSource({
        "h:0,                  a port is one number from 1 to 65535",
        "h:65536,              a port is one number from 1 to 65535",
        "h:123456,             a port is one number from 1 to 65535",
        "h:-1,                 a port is one number from 1 to 65535",
        "h:,                   a port is one number from 1 to 65535",
        "h:http,               a port is one number from 1 to 65535",
        "h:80-90,              a port is one number from 1 to 65535",
        ":0,                   a port is one number from 1 to 65535",
        "10.0.0.0/33,          a prefix of this address is a number from 0 to 32",
        "10.0.0.0/-1,          a prefix of this address is a number from 0 to 32",
        "10.0.0.0/,            a prefix of this address is a number from 0 to 32",
        "10.0.0.0/255.0.0.0,   a prefix of this address is a number from 0 to 32",
        "::1/129,              a prefix of this address is a number from 0 to 128",
        "::ffff:10.0.0.0/104,  a prefix of this address is a number from 0 to 32",
        "db.internal/24,       a prefix needs an address before it",
        "/24,                  a prefix needs an address before it",
        "*/0,                  a prefix needs an address before it",
        "10.0.0.256,           '10.0.0.256' is neither an address nor a name",
        "10.0.0.0.1,           '10.0.0.0.1' is neither an address nor a name",
        "1.2.3,                '1.2.3' is neither an address nor a name",
        "5,                    '5' is neither an address nor a name",
        "10.0.0.1-10.0.0.9,    '10.0.0.1-10.0.0.9' is neither an address nor a name",
        "10.0.0.*:80,          '10.0.0.*' is neither an address nor a name",
        "a b,                  'a b' is neither an address nor a name",
        "a:b:c,                'a:b:c' is neither an address nor a name",
        "h:80:90,              'h:80:90' is neither an address nor a name",
        "[h]:80,               '[h]:80' is not HOST, HOST:PORT, ADDRESS/PREFIX or :PORT (IPv6 with a port: [::1]:80): 'h' is",
        "[*]:80,               '*' is neither an address nor a name",
        "[fade]:80,            'fade' is neither an address nor a name",
        "::g,                  '::g' is neither an address nor a name",
        "::1::2,               '::1::2' is neither an address nor a name",
        "fe80::1%eth0,         'fe80::1%eth0' is neither an address nor a name",
        ".:1:2,                '.:1:2' is neither an address nor a name",
    })
    void saysWhatIsWrong(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemotePeer.parse(text))
                .withMessageStartingWith("'" + text + "' is not HOST, HOST:PORT, ADDRESS/PREFIX or :PORT ")
                .withMessageContaining(why);
    }

    @Test
    void isANetworkIfItHasMoreThanOneAddress() {
        assertThat(RemotePeer.parse("10.0.0.0/31").isNetwork()).isTrue();
        assertThat(RemotePeer.parse("10.0.0.0/32").isNetwork()).isFalse();
        assertThat(RemotePeer.parse("::/0").isNetwork()).isTrue();
        assertThat(RemotePeer.parse("h:1").isNetwork()).isFalse();
    }

    @Test
    void holdsAnAddressThatNobodyElseChanges() {
        RemotePeer peer = RemotePeer.parse("10.0.3.7");
        peer.address()[0] = 11;
        assertThat(peer.address()).containsExactly(10, 0, 3, 7);
    }
}
