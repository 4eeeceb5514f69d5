// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerfDataTest {
    private final PerfDataBytes bytes = PerfDataBytes.hotSpot("Copy");

    @Test
    void readsNumbersAsTheyChange() {
        PerfData data = bytes.data();
        int offset = data.find("sun.rt.safepoints");
        bytes.set("sun.rt.safepoints", 7_919);

        assertThat(data.read(offset)).isEqualTo(7_919);
        bytes.add("sun.rt.safepoints", 1);
        assertThat(data.read(offset)).isEqualTo(7_920);
    }

    @Test
    void readsNames() {
        assertThat(bytes.data().text("sun.gc.collector.0.name")).isEqualTo("Copy");
        assertThat(bytes.data().text("java.property.java.vm.name")).isEqualTo("OpenJDK 64-Bit Server VM");
    }

    @Test
    void tellsWhatIsNotThere() {
        bytes.number("some.int", 'I', 1);
        PerfData data = bytes.data();

        assertThat(data.find("sun.gc.collector.1.lastEntryTime")).isEqualTo(-1);
        assertThat(data.find("sun.gc.collector.0.name")).isEqualTo(-1);
        assertThat(data.find("some.int")).isEqualTo(-1);
        assertThat(data.text("sun.rt.safepoints")).isNull();
    }

    @Test
    void takesNothingElseForPerfData() {
        assertThat(PerfData.of(null)).isNull();
        assertThat(PerfData.of(ByteBuffer.allocateDirect(0))).isNull(); // -XX:-UsePerfData
        assertThat(PerfData.of(ByteBuffer.allocateDirect(32_768))).isNull();
        bytes.memory().put(5, (byte) 3); // a later format
        assertThat(bytes.data()).isNull();
    }

    @Test
    void staysInsideOfTheMemory() {
        Random random = new Random(7_919);
        for (int i = 0; i < 7_919; i++) {
            PerfDataBytes spoilt = PerfDataBytes.hotSpot("Copy");
            for (int k = 0; k < 3; k++) {
                spoilt.memory().putInt(24 + random.nextInt(600), random.nextInt());
            }
            PerfData data = spoilt.data(); // no exception
            if (data != null && data.find("sun.rt.safepoints") >= 0) {
                data.read(data.find("sun.rt.safepoints"));
            }
        }
    }

    @Test
    void knowsSafepointsOnlyWithAllCountersAndTicksOfNanoseconds() {
        assertThat(SafepointPauses.isKnown(bytes.data())).isTrue();
        bytes.set("sun.os.hrt.frequency", 1_000_000);
        assertThat(SafepointPauses.isKnown(bytes.data())).isFalse();
        PerfDataBytes few = new PerfDataBytes()
                .number("sun.os.hrt.frequency", 'J', 1_000_000_000)
                .number("sun.rt.safepoints", 'J', 0)
                .number("sun.rt.safepointTime", 'J', 0);
        assertThat(SafepointPauses.isKnown(few.data())).isFalse();
    }
}
