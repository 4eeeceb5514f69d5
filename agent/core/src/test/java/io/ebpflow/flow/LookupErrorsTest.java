// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "db.test: Name or service not known, EAI_NONAME",
        "db.test: Name does not resolve, EAI_NONAME",
        "db.test: Temporary failure in name resolution, EAI_AGAIN",
        "Try again, EAI_AGAIN",
        "db.test: No address associated with hostname, EAI_NODATA",
        "db.test: Non-recoverable failure in name resolution, EAI_FAIL",
        "db.test, UNKNOWN_HOST",
        "db.test: Der Name oder der Dienst ist nicht bekannt, UNKNOWN_HOST",
        ", UNKNOWN_HOST",
    })
    void readsTheCauseFromTheText(String message, String expected) {
        assertThat(LookupErrors.of(new UnknownHostException(message))).isEqualTo(expected);
    }

    @Test
    void runsNoCodeOfTheApplication() {
        UnknownHostException theirs = new UnknownHostException("db.test: Name or service not known") {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new AssertionError("called");
            }
        };
        assertThat(LookupErrors.of(theirs)).isEqualTo("UNKNOWN_HOST");
    }

    @Test
    void tellsAResolverThatFailsFromAHostThatIsNotKnown() {
        assertThat(LookupErrors.of(null)).isEqualTo("UNKNOWN_HOST");
        assertThat(LookupErrors.of(new IllegalStateException("closed"))).isEqualTo("RESOLVER_FAILED");
        assertThat(LookupErrors.of(new UnknownHostException("db.test").initCause(new IllegalStateException("closed"))))
                .isEqualTo("RESOLVER_FAILED");
        assertThat(LookupErrors.of(
                        new UnknownHostException("db.test").initCause(new UnknownHostException("db.test: Try again"))))
                .isEqualTo("UNKNOWN_HOST");
    }
}
