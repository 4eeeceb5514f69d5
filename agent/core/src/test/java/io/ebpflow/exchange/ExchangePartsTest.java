// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangePartsTest {
    private static final long T = 7_919_000_000L;

    private final ExchangeParts parts = new ExchangeParts();

    private static RecordBytes record() {
        return RecordBytes.exchanged(RecordBytes.TCP, 23, 41).payload(312, 4_099);
    }

    /** Sent for 100 us, answered 41 ms later, taken 13 ms after that, read for 2 ms. */
    private static RecordBytes client() {
        return record().sends(T, T + 100_000)
                .reads(T + 41_100_000, T + 54_100_000, T + 56_100_000)
                .path(400, 0, 0);
    }

    private String read(RecordBytes record, boolean isInbound) {
        parts.read(record.exchange(), isInbound);
        return isInbound
                ? parts.queueWaitUs + " " + parts.transferUs + " " + parts.serviceUs + " " + parts.sendUs
                : parts.sendUs + " " + parts.networkUs + " " + parts.peerUs + " " + parts.pickupUs + " "
                        + parts.transferUs;
    }

    @Test
    void takesTheCallOfAClientApart() {
        assertThat(read(client().unread(1_500), false)).isEqualTo("100 400 40600 13000 2000");
        assertThat(parts.totalUs).isEqualTo(56_100);
        assertThat(parts.unreadUs).isEqualTo(1_500);
        assertThat(parts.requestBytes).isEqualTo(312);
        assertThat(parts.responseBytes).isEqualTo(4_099);
        assertThat(parts.number).isEqualTo(41);
        assertThat(parts.beginNs).isEqualTo(T);
        assertThat(parts.endNs).isEqualTo(T + 56_100_000);
        assertThat(parts.gcUs).isEqualTo(-1);
    }

    @Test
    void takesTheWorkOfAServerApart() {
        RecordBytes record = record().reads(T, T + 211_000, T + 218_000)
                .sends(T + 1_218_000, T + 1_318_000)
                .path(400, 3, T + 1_300_000);
        assertThat(read(record, true)).isEqualTo("211 7 1000 100");
        assertThat(parts.totalUs).isEqualTo(1_318);
        assertThat(parts.requestBytes).isEqualTo(4_099);
        assertThat(parts.responseBytes).isEqualTo(312);
        assertThat(parts.retransmits).isEqualTo(3);
        assertThat(parts.beginNs).isEqualTo(T);
        assertThat(parts.networkUs + parts.peerUs + parts.pickupUs).isZero();
    }

    @Test
    void aRequestWithoutAnswerIsTheWaitForIt() {
        RecordBytes record = record().sends(T, T + 100_000)
                .reads(0, 0, T + 5_000_000_000L)
                .path(400, 0, 0)
                .exchangeFlags(RecordLayout.EXCHANGE_UNANSWERED);
        assertThat(read(record, false)).isEqualTo("100 400 4999500 0 0");
        assertThat(parts.waitedUs()).isEqualTo(4_999_900);
        assertThat(parts.unanswered).isTrue();
    }

    @Test
    void aRequestThatWeDidNotAnswerIsService() {
        RecordBytes record = record().reads(T, T + 1_000, T + 3_000)
                .sends(0, T + 50_000)
                .exchangeFlags(RecordLayout.EXCHANGE_UNANSWERED);
        assertThat(read(record, true)).isEqualTo("1 2 47 0");
        assertThat(parts.waitedUs()).isEqualTo(47);
    }

    @Test
    void whatOverlappedHasNoTimes() {
        assertThat(read(client().exchangeFlags(RecordLayout.EXCHANGE_MULTIPLEXED), false))
                .isEqualTo("0 0 0 0 0");
        assertThat(parts.totalUs).isZero();
        assertThat(parts.has()).isTrue();
        assertThat(parts.isTimed()).isFalse();
        assertThat(parts.requestBytes).isEqualTo(312);
        assertThat(parts.endNs).isEqualTo(T + 56_100_000);
    }

    @Test
    void udpHasNoRoundTripToTakeOff() {
        RecordBytes record = RecordBytes.exchanged(RecordBytes.UDP, 23, 1)
                .sends(T, T)
                .reads(T + 7_000_000, T + 7_003_000, T + 7_003_000);
        assertThat(read(record, false)).isEqualTo("0 0 7000 3 0");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 41000", "400, 400 40600", "41000, 41000 0", "90000, 41000 0", "-1, 41000 0"})
    void theFastestRoundTripIsTheNetworksAndNeverMoreThanTheWait(int minRttUs, String networkAndPeer) {
        assertThat(read(client().path(minRttUs, 0, 0), false)).isEqualTo("100 " + networkAndPeer + " 13000 2000");
    }

    @Test
    void theTimeUntilWeHadToSendAgainIsNotThePeers() {
        assertThat(read(client().path(400, 1, T + 30_100_000), false)).isEqualTo("100 30400 10600 13000 2000");
        assertThat(parts.retransmits).isEqualTo(1);
    }

    @Test
    void aRetransmissionOutsideTheWaitChangesNothing() {
        assertThat(read(client().path(400, 1, T - 5), false)).isEqualTo("100 400 40600 13000 2000");
        assertThat(read(client().path(400, 1, T + 50_000_000), false)).isEqualTo("100 41000 0 13000 2000");
    }

    @Test
    void anAnswerMayArriveBeforeTheSendingCallReturns() {
        RecordBytes record = record().sends(T, T + 50_000).reads(T + 20_000, T + 60_000, T + 60_000);
        assertThat(read(record, false)).isEqualTo("20 0 0 40 0");
    }

    @Test
    void countersAreNotSigned() {
        read(record().path(0, 65_535, 0), false);
        assertThat(parts.retransmits).isEqualTo(65_535);
        assertThat(parts.unreadUs).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 23, 7_919})
    void partsAreNeverNegativeAndAddUpWhateverTheTimes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            boolean isPlausible = random.nextBoolean();
            RecordBytes record = record().sends(time(random, isPlausible), time(random, isPlausible))
                    .reads(time(random, isPlausible), time(random, isPlausible), time(random, isPlausible))
                    .path(random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(100), 1, time(random, isPlausible))
                    .unread(random.nextInt())
                    .exchangeFlags(random.nextInt(8));
            parts.read(record.exchange(), random.nextBoolean());
            assertSound(record);
        }
    }

    /** In order or not, near each other or not, not at all, or no time that ever was. */
    private static long time(Random random, boolean isPlausible) {
        if (isPlausible) {
            return T + random.nextInt(1_000_000);
        }
        switch (random.nextInt(6)) {
            case 0:
                return 0;
            case 1:
                return random.nextLong();
            case 2:
                return Long.MAX_VALUE - random.nextInt(3);
            case 3:
                return Long.MIN_VALUE + random.nextInt(3);
            case 4:
                return T + random.nextLong() % 3_600_000_000_000L;
            default:
                return T + random.nextInt(100_000_000);
        }
    }

    private void assertSound(RecordBytes record) {
        long[] all = {
            parts.sendUs,
            parts.networkUs,
            parts.peerUs,
            parts.pickupUs,
            parts.transferUs,
            parts.queueWaitUs,
            parts.serviceUs
        };
        long sum = 0;
        for (long part : all) {
            assertThat(part).isNotNegative();
            sum += part;
        }
        assertThat(sum).isEqualTo(parts.totalUs);
        assertThat(parts.unreadUs).isBetween(0L, parts.transferUs);
        assertThat(parts.waitedUs()).isBetween(0L, parts.totalUs);
        long afterResendUs = (parts.beginNs
                        + (parts.sendUs + parts.networkUs + parts.peerUs) * 1_000
                        - record.exchange().retransmitNs())
                / 1_000;
        if (!parts.inbound && record.exchange().retransmitNs() > parts.beginNs && afterResendUs >= 0) {
            assertThat(parts.peerUs).isLessThanOrEqualTo(afterResendUs + 1);
        }
    }

    @Test
    void isCopiedWhole() {
        read(client().unread(7).exchangeFlags(RecordLayout.EXCHANGE_WINDOW_LIMITED), false);
        parts.gcUs = 5;
        ExchangeParts copy = new ExchangeParts();
        copy.set(parts);
        assertThat(copy).usingRecursiveComparison().isEqualTo(parts);
        copy.clear();
        ExchangeParts none = new ExchangeParts();
        none.gcUs = -1;
        assertThat(copy).usingRecursiveComparison().isEqualTo(none);
    }
}
