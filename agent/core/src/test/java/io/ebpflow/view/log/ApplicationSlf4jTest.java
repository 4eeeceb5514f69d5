// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ApplicationSlf4jTest {
    private final IsolatedSlf4j application = new IsolatedSlf4j();

    private ApplicationSlf4j find() throws ReflectiveOperationException {
        return ApplicationSlf4j.find(application.instrumentation());
    }

    private int state() throws ReflectiveOperationException {
        Field state =
                application.classLoader().loadClass("org.slf4j.LoggerFactory").getDeclaredField("INITIALIZATION_STATE");
        state.setAccessible(true);
        return state.getInt(null);
    }

    @Test
    void neverSetsSlf4jUp() throws ReflectiveOperationException {
        assertThat(find()).isNull();
        assertThat(state()).isZero();
    }

    @Test
    void findsWhatTheApplicationHasSetUp() throws ReflectiveOperationException {
        application.setUp();
        ApplicationSlf4j found = find();
        assertThat(found.isEnabled()).isTrue();
        assertThat(found.log("line", false)).isTrue();
        assertThat(found.log("slow", true)).isTrue();
        assertThat(application.lines()).containsExactly("INFO line", "WARN slow");
    }
}
