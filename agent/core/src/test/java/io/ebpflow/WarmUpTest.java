// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    /** What it throws would be the end of the agent's start. */
    @Test
    void runsThroughEverySignal() {
        assertThatCode(() -> new WarmUp().run()).doesNotThrowAnyException();
    }
}
