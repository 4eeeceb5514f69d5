// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class CollectorBeansTest {
    private static final long MS = 1_000_000;

    private static final class Collector implements GarbageCollectorMXBean {
        private final String name;
        private long count = 3;
        private long timeMs = 40;

        Collector(String name) {
            this.name = name;
        }

        @Override
        public long getCollectionCount() {
            return count;
        }

        @Override
        public long getCollectionTime() {
            return timeMs;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public String[] getMemoryPoolNames() {
            return new String[0];
        }

        @Override
        public ObjectName getObjectName() {
            return null;
        }
    }

    private final Collector young = new Collector("G1 Young Generation");
    private final Collector concurrent = new Collector("G1 Concurrent GC");
    private final PauseRing ring = new PauseRing(8);
    private long nowNs;
    private final CollectorBeans beans = new CollectorBeans(List.of(young, concurrent), () -> nowNs);

    private void pollAt(long ns) {
        nowNs = ns;
        beans.poll(ns, ring);
    }

    @Test
    void claimsWholeMillisecondsBetweenTwoLooks() {
        pollAt(10 * MS);
        young.count++;
        young.timeMs += 30;
        pollAt(45 * MS);

        assertThat(ring.overlapNs(10 * MS, 45 * MS)).isEqualTo(29 * MS);
        assertThat(ring.overlapNs(20 * MS, 45 * MS)).isEqualTo(19 * MS);
        assertThat(ring.totalNs()).isEqualTo(30 * MS);
    }

    @Test
    void claimsNothingOfAPauseBelowItsResolution() {
        young.count++;
        young.timeMs++;
        pollAt(10 * MS);

        assertThat(ring.overlapNs(0, 10 * MS)).isZero();
        assertThat(ring.unresolvedNs()).isEqualTo(MS);
    }

    @Test
    void leavesConcurrentCollectorsOut() {
        concurrent.count++;
        concurrent.timeMs += 30;
        pollAt(45 * MS);

        assertThat(ring.totalNs()).isZero();
    }
}
