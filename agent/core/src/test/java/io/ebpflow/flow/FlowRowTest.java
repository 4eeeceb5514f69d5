// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowRowTest {
    @Test
    void copiesWhatIsKnown() {
        FlowRow row = FlowSamples.tcp(23, "opener");
        assertThat(row.flowId).isEqualTo(23);
        assertThat(row.local).isEqualTo("10.0.0.5:43210");
        assertThat(row.remote).isEqualTo("[2001:db8::1]:5432");
        assertThat(row.threadName).isEqualTo("opener");
        assertThat(row.durationNs).isEqualTo(2_000_000);
    }

    @Test
    void inventsNothing() {
        Flow flow = new Flow();
        flow.localPort = 53;
        FlowRow row = new FlowRow(flow, 7);
        assertThat(row.local).isEqualTo("*:53");
        assertThat(row.remote).isNull();
        assertThat(row.threadName).isNull();
        assertThat(new long[] {row.retransmits, row.srttUs, row.connectNs, row.durationNs})
                .containsOnly(FlowEvent.UNKNOWN);
    }
}
