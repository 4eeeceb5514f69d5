// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.flow.SlowThresholds;
import io.ebpflow.flow.SlowThresholds.PeerThreshold;
import io.ebpflow.net.Address;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlowOptionTest {
    private static final File NOWHERE = new File("nowhere");

    private final SlowOption option = new SlowOption();

    private static SlowThresholds of(SlowThreshold general, PeerThreshold... peers) {
        return new SlowThresholds(general, Arrays.asList(peers));
    }

    private static SlowThreshold ms(long ms) {
        return SlowThreshold.ofNs(ms * 1_000_000);
    }

    private static PeerThreshold peer(String literal, int port, SlowThreshold threshold) throws UnknownHostException {
        Address address = null;
        if (literal != null) {
            address = new Address();
            address.setBytes(InetAddress.getByName(literal).getAddress());
        }
        return new PeerThreshold(address, port, threshold);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "100ms, 100000000", "250 us, 250000", "60m, 3600000000000"})
    void readsATime(String text, long ns) throws BadValue {
        assertThat(option.parse(text)).isEqualTo(of(SlowThreshold.ofNs(ns)));
    }

    @Test
    void readsAnAdaptiveOne() throws BadValue {
        assertThat(option.parse("p99")).isEqualTo(of(SlowThreshold.adaptive()));
        assertThat(option.parse("P99")).isEqualTo(of(SlowThreshold.adaptive()));
    }

    @Test
    void readsThresholdsOfPeersInTheirOrder() throws Exception {
        assertThat(option.parse("100ms; 10.0.3.7:5432=20ms ;*:6379=p99;10.0.3.7=0;*=1s"))
                .isEqualTo(of(
                        ms(100),
                        peer("10.0.3.7", 5_432, ms(20)),
                        peer(null, 6_379, SlowThreshold.adaptive()),
                        peer("10.0.3.7", 0, ms(0)),
                        peer(null, 0, ms(1_000))));
        assertThat(option.parse("0;*:1=1s;*:2=1s")).isNotEqualTo(option.parse("0;*:2=1s;*:1=1s"));
    }

    @Test
    void readsIpv6() throws Exception {
        assertThat(option.parse("p99;[2001:db8::1]:443=7ms;::1=41ms;[::ffff:10.0.3.7]:80=1ms"))
                .isEqualTo(of(
                        SlowThreshold.adaptive(),
                        peer("2001:db8::1", 443, ms(7)),
                        peer("::1", 0, ms(41)),
                        peer("10.0.3.7", 80, ms(1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.internal:5432=1ms",
                "fade=1ms",
                "[fade]=1ms",
                "[fade.cafe]:80=1ms",
                "[.]=1ms",
                "256.0.0.1:80=1ms",
                "999.999.999.999=1ms",
                "localhost=1ms"
            })
    void resolvesNoName(String peer) {
        assertThatThrownBy(() -> option.parse("100ms;" + peer))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "p999",
                "1h",
                "-1ms",
                "100ms;",
                "100ms;;",
                "100ms;10.0.3.7",
                "100ms;10.0.3.7=",
                "100ms;=1ms",
                "100ms;10.0.3.7:0=1ms",
                "100ms;10.0.3.7:65536=1ms",
                "100ms;10.0.3.7:99999=1ms",
                "100ms;10.0.3=1ms",
                "100ms;10.0.3.7:123456=1ms",
                "100ms;10.0.3.0/24=1ms",
                "100ms;[::1::2]=1ms",
                "100ms;[::g]=1ms",
                "100ms;*=2h",
                "100ms;[fe80::1%eth0]=1ms",
                "100ms;*:=1ms",
                "100ms;**=1ms",
                "100ms;[]=1ms",
                "10.0.3.7:5432=20ms"
            })
    void refusesWhatItDoesNotUnderstand(String text) {
        assertThatThrownBy(() -> option.parse(text)).isInstanceOf(BadValue.class);
    }

    @ParameterizedTest
    @CsvSource({
        "100ms;db.internal:5432=20ms, 'db.internal:5432=20ms' is not ADDRESS:PORT=VALUE",
        "100ms;10.0.3.0/24=20ms, '10.0.3.0/24=20ms' is not ADDRESS:PORT=VALUE",
        "100ms;10.0.3.7:65536=20ms, a port is one number from 1 to 65535",
        "100ms;10.0.3.256=20ms, '10.0.3.256' is neither an address nor a name"
    })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> option.parse(text)).hasMessageContaining(message);
    }

    @Test
    void theProblemNamesTheAcceptedValues() {
        Config config = ConfigParser.parse("slow=\"100ms;db=1ms\"", Map.of(), Map.of(), NOWHERE, NOWHERE);
        assertThat(config.slow()).isEqualTo(of(ms(100)));
        assertThat(config.problems())
                .singleElement()
                .asString()
                .contains("'db=1ms' is not ADDRESS:PORT=VALUE")
                .contains(
                        "accepted: 0, a whole number with us, ms, s or m up to 60m, or p99; then ;ADDRESS:PORT=VALUE");
    }
}
