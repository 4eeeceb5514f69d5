// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UtcTimeTest {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static void compare(long epochUs) {
        Instant expected = Instant.EPOCH.plus(epochUs, ChronoUnit.MICROS);
        StringBuilder micros = new StringBuilder();
        UtcTime.appendMicros(micros, epochUs);
        assertThat(micros.toString()).isEqualTo(MICROS.format(expected));
        StringBuilder millis = new StringBuilder();
        UtcTime.appendMillis(millis, epochUs);
        assertThat(millis.toString()).isEqualTo(MILLIS.format(expected));
    }

    @Test
    void writesWhatJavaTimeWrites() {
        long end = Instant.parse("9999-12-31T23:59:59.999999Z").getEpochSecond() * 1_000_000;
        Random random = new Random(29);
        for (int i = 0; i < 100_003; i++) {
            compare(Math.floorMod(random.nextLong(), end));
        }
    }

    @Test
    void knowsEveryDayOfFourCenturies() {
        for (long day = 0; day <= 146_097; day++) {
            compare(day * 86_400_000_000L - 1);
        }
    }
}
