// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PausesTest {
    @Test
    void claimsNothingWhereNothingIsKnown() {
        Pauses pauses = Pauses.none();
        pauses.poll(System.nanoTime());

        assertThat(pauses.isKnown()).isFalse();
        assertThat(pauses.overlapNs(0, Long.MAX_VALUE)).isZero();
        assertThat(pauses.recent()).isEmpty();
    }

    @Test
    void aJvmThatCannotBeReadIsNoError() {
        assertThat(Pauses.find(null).isKnown()).isFalse();
    }

    @Test
    void seesCollectionsThroughManagement() {
        Pauses pauses = Pauses.none();
        pauses.useManagement();
        assertThat(pauses.isKnown()).isTrue();
        long fromNs = System.nanoTime();
        pauses.poll(fromNs);
        System.gc();
        pauses.poll(System.nanoTime());

        assertThat(pauses.overlapNs(fromNs, System.nanoTime()))
                .isEqualTo(pauses.recent().stream().mapToLong(Pause::stoppedNs).sum())
                .isLessThanOrEqualTo(pauses.totalNs());
    }
}
