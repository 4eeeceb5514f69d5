// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebpflow.health.RecordingLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationSinkTest {
    private final RecordingLog log = new RecordingLog();
    private final IsolatedSlf4j application = new IsolatedSlf4j();
    private long nowNs = Long.MAX_VALUE - 7;
    private int looks;
    private ApplicationSink sink;

    @BeforeEach
    void open() {
        sink = new ApplicationSink(
                () -> {
                    looks++;
                    return ApplicationSlf4j.find(application.instrumentation());
                },
                () -> nowNs,
                log);
    }

    @Test
    void waitsForTheApplicationAndKeepsTheOrder() {
        sink.accept("one", false);
        sink.accept("two", false);
        application.setUp();
        nowNs += 1_000_000_000L;
        sink.accept("three {} %n", false);
        assertThat(application.lines()).containsExactly("INFO one", "INFO two", "INFO three {} %n");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void looksAtMostOnceASecondAndNoMoreOnceFound() {
        for (int i = 0; i < 23; i++) {
            sink.accept("early", false);
            sink.idle();
        }
        assertThat(looks).isEqualTo(1);
        application.setUp();
        for (int i = 0; i < 23; i++) {
            nowNs += 1_000_000_000L;
            sink.accept("late", false);
        }
        assertThat(looks).isEqualTo(2);
        assertThat(application.lines()).hasSize(46);
    }

    @Test
    void deliversWhileNothingNewComes() {
        sink.accept("one", false);
        application.setUp();
        nowNs += 1_000_000_000L;
        sink.idle();
        assertThat(application.lines()).containsExactly("INFO one");
    }

    @Test
    void dropsTheOldestAndCountsThem() {
        for (int i = 0; i < ApplicationSink.MAX_WAITING_LINES + 23; i++) {
            sink.accept("line " + i, false);
        }
        application.setUp();
        nowNs += 1_000_000_000L;
        sink.idle();
        assertThat(application.lines())
                .hasSize(ApplicationSink.MAX_WAITING_LINES)
                .startsWith("INFO line 23");
        assertThat(log.lines())
                .containsExactly("WARN logging=application: 23 lines were lost while the application's SLF4J was not"
                        + " ready; 1024 can wait");
    }

    @Test
    void waitsForABackendThatStillDeniesEverything() {
        application.setUp();
        application.setLevel("OFF");
        sink.accept("one", false);
        application.setLevel("INFO");
        sink.accept("two", false);
        assertThat(application.lines()).containsExactly("INFO one", "INFO two");
    }

    @Test
    void believesABackendThatGoesOnDenying() {
        application.setUp();
        application.setLevel("OFF");
        sink.accept("one", false);
        nowNs += 10_000_000_000L;
        sink.accept("two", false);
        application.setLevel("INFO");
        sink.accept("three", false);
        assertThat(application.lines()).containsExactly("INFO three");
    }

    @Test
    void warnsOfSlowCallsOnALoggerOfTheirOwn() {
        application.setUp();
        sink.accept("one", false);
        sink.accept("two\n     lines", true);
        assertThat(application.lines()).containsExactly("INFO one", "WARN two\n     lines");
        assertThat(application.loggers()).containsExactly("ebpflow.flow", "ebpflow.slow");
    }

    @Test
    void doesNotWaitWhereOnlyWarningsAreWanted() {
        application.setUp();
        application.setLevel("WARN");
        sink.accept("one", false);
        sink.accept("two", true);
        assertThat(application.lines()).containsExactly("WARN two");
    }

    @Test
    void saysSoWhenTheApplicationNeverCame() {
        sink.accept("one", false);
        sink.close();
        assertThat(log.lines())
                .containsExactly("WARN logging=application: 1 lines were never shown, because the application never set"
                        + " up SLF4J; logging=own shows them");
    }

    @Test
    void losesOnlyTheLineThatTheApplicationsLoggerFailsOn() {
        application.setUp();
        application.failOnce();
        assertThatThrownBy(() -> sink.accept("one", false)).hasMessage("the application's appender");
        sink.accept("two", false);
        assertThat(application.lines()).containsExactly("INFO two");
    }
}
