// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    private static final int CAPACITY = 1 << 14;

    private final HostNames names = new HostNames();

    @Test
    void keepsAName() {
        int alpha = names.begin("alpha.test");
        int beta = names.begin("beta.test");

        assertThat(names.of(alpha)).isEqualTo("alpha.test");
        assertThat(names.of(beta)).isEqualTo("beta.test");
        assertThat(names.of(alpha)).isEqualTo("alpha.test");
    }

    @Test
    void anAddressWithoutANameHasNoNumber() {
        assertThat(names.begin(null)).isZero();
        assertThat(names.begin("")).isZero();
        assertThat(names.of(0)).isNull();
    }

    @Test
    void aNumberWhosePlaceWasGivenAwayStandsForNothing() {
        int first = names.begin("first.test");
        for (int i = 1; i < CAPACITY; i++) {
            names.begin("other.test");
        }
        assertThat(names.of(first)).isEqualTo("first.test");

        int last = names.begin("last.test");
        assertThat(names.of(first)).isNull();
        assertThat(names.of(last)).isEqualTo("last.test");
    }

    @Test
    void aNumberOfAnEarlierTableStandsForNothing() {
        int former = names.begin("former.test");

        assertThat(new HostNames().of(former)).isNull();
    }

    @Test
    void cutsOffWhatNoNameOfDnsHas() {
        assertThat(names.of(names.begin("x".repeat(7_919)))).hasSize(255);
    }

    /** More threads than places could be stopped in: each name that is told is the right one. */
    @Test
    void neverTellsAnothersName() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            String own = "host-" + t;
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 200_000; i++) {
                    String told = names.of(names.begin(own));
                    wrong.addAndGet(told != null && !told.equals(own) ? 1 : 0);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).hasValue(0);
    }
}
