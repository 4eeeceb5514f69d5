// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EbpflowTest {

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = "nightly-import")
    @SuppressWarnings("try")
    void doesNothingWithoutAnAgent(String name) {
        try (RequestScope outer = Ebpflow.job(name);
                RequestScope inner = Ebpflow.request(name)) {
            inner.close();
            inner.close();
            assertThat(inner).isNotNull().isSameAs(outer);
        }
    }

    @Test
    void allocatesNothingWithoutAnAgent() {
        assertThat(Ebpflow.request("a")).isSameAs(Ebpflow.job("b"));
    }
}
