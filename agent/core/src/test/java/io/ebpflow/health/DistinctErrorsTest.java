// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistinctErrorsTest {
    private final RecordingLog log = new RecordingLog();
    private final DistinctErrors errors = new DistinctErrors(log);

    private static Exception thrownAt(String method) {
        Exception e = new IllegalStateException("boom\n");
        e.setStackTrace(new StackTraceElement[] {new StackTraceElement("a.B", method, "B.java", 3)});
        return e;
    }

    @Test
    void logsAFailureOnceAndThenAtPowersOfTen() {
        for (int i = 0; i < 1_009; i++) {
            errors.report("view X", thrownAt("m"));
        }
        String what = "java.lang.IllegalStateException: boom\\u000a at a.B.m(B.java:3); please report it";
        assertThat(log.lines())
                .containsExactly(
                        "WARN view X failed: " + what,
                        "WARN view X failed (10 times so far): " + what,
                        "WARN view X failed (100 times so far): " + what,
                        "WARN view X failed (1000 times so far): " + what);
        assertThat(errors.total()).isEqualTo(1_009);
    }

    @Test
    void tellsFailuresOfAnotherPlaceApart() {
        errors.report("a", thrownAt("m"));
        errors.report("a", thrownAt("n"));
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void namesTheCauseAndNeedsNoStack() {
        Throwable bare = new RuntimeException("outer", thrownAt("inner"));
        bare.setStackTrace(new StackTraceElement[0]);
        errors.report("a", bare);
        assertThat(log.lines().get(0)).contains("outer, caused by ").contains("a.B.inner(B.java:3)");
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 1_009; i++) {
            errors.report("a", thrownAt("m" + i));
        }
        assertThat(log.lines()).hasSize(64 + 3);
        assertThat(errors.total()).isEqualTo(1_009);
    }
}
