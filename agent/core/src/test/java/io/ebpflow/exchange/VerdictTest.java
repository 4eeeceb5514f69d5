// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static ExchangeParts parts(long send, long network, long peer, long pickup, long transfer, long unread) {
        ExchangeParts parts = new ExchangeParts();
        parts.sendUs = send;
        parts.networkUs = network;
        parts.peerUs = peer;
        parts.pickupUs = pickup;
        parts.transferUs = transfer;
        parts.unreadUs = unread;
        return parts;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 23, 3, 0, 0, 0, PEER",
        "1, 23, 2, 3, 0, 0, 0, NETWORK",
        "23, 2, 7, 3, 0, 0, 0, NETWORK",
        "1, 2, 3, 23, 0, 0, 0, JVM",
        "1, 2, 3, 4, 23, 2, 0, PEER",
        "1, 2, 3, 4, 23, 21, 0, JVM",
        "1, 2, 3, 4, 5, 0, 23, CONNECT",
    })
    void isWhereMostOfTheTimeWent(
            long send,
            long network,
            long peer,
            long pickup,
            long transfer,
            long unread,
            long connect,
            Verdict verdict) {
        assertThat(Verdict.of(parts(send, network, peer, pickup, transfer, unread), connect, 0))
                .isEqualTo(verdict);
    }

    @Test
    void aPeerThatDoesNotReadIsWhyWeCouldNotSend() {
        ExchangeParts parts = parts(23, 2, 3, 4, 0, 0);
        parts.windowLimited = true;
        assertThat(Verdict.of(parts, 0, 0)).isEqualTo(Verdict.PEER);
    }

    @Test
    void ofEqualPartsTheFirstIsNamed() {
        assertThat(Verdict.of(parts(0, 7, 7, 7, 0, 0), 7, 0)).isEqualTo(Verdict.PEER);
        assertThat(Verdict.of(parts(0, 7, 6, 7, 0, 0), 7, 0)).isEqualTo(Verdict.NETWORK);
        assertThat(Verdict.of(parts(0, 6, 6, 7, 0, 0), 7, 0)).isEqualTo(Verdict.JVM);
        assertThat(Verdict.of(parts(0, 0, 0, 0, 0, 0), -1, 0)).isEqualTo(Verdict.PEER);
    }

    @Test
    void isNamedInLowerCase() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(verdict.jsonName()).isEqualTo(verdict.name().toLowerCase(Locale.ROOT));
        }
    }
}
