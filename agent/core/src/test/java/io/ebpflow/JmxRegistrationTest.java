// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.health.RecordingLog;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JmxRegistrationTest {
    private final RecordingLog log = new RecordingLog();
    private final AtomicInteger registeredCount = new AtomicInteger();

    private void register(JmxRegistration registration) {
        registration.register(true, registeredCount::incrementAndGet);
        assertThat(registeredCount).hasValue(0);
    }

    @Test
    void registersNothingOnceItIsClosed() {
        JmxRegistration registration = new JmxRegistration(null, () -> false, log);
        registration.close();
        register(registration);
    }

    @Test
    void registersNothingWhileTheJvmEnds() {
        register(new JmxRegistration(null, () -> true, log));
    }
}
