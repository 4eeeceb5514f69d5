// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestOwnersTest {
    private static final int MANY = 10_007;

    private final RequestOwners owners = new RequestOwners();

    @Test
    void knowsTheLastRequestOfAnObject() {
        Object channel = new Object();
        assertThat(owners.of(channel)).isZero();
        owners.set(channel, 7);
        owners.set(channel, 8);
        assertThat(owners.of(channel)).isEqualTo(8);
        owners.set(channel, RequestTable.NONE);
        assertThat(owners.of(channel)).isZero();
    }

    @Test
    void whatIsRemovedGivesItsPlaceBack() {
        List<Object> all = new ArrayList<>();
        for (int i = 1; i <= 1 << 18; i++) {
            Object exchange = new Object();
            all.add(exchange);
            owners.set(exchange, i);
            assertThat(owners.of(exchange)).isEqualTo(i);
            owners.remove(exchange);
            assertThat(owners.of(exchange)).isZero();
        }
        assertThat(owners.fullCount()).isZero();
        assertThat(all).hasSize(1 << 18);
    }

    @Test
    void findsWhatHasWaitedForLong() {
        Object channel = new Object();
        owners.set(channel, 7);
        for (int i = 0; i < 3; i++) {
            owners.sweep();
            assertThat(owners.of(channel)).isEqualTo(7);
        }
        owners.set(channel, 8);
        assertThat(owners.of(channel)).isEqualTo(8);
        owners.remove(channel);
        assertThat(owners.of(channel)).isZero();
    }

    @Test
    void doesNotAllocate() {
        Object[] channels = new Object[MANY];
        for (int i = 0; i < MANY; i++) {
            channels[i] = new Object();
        }
        useOnce(channels); // warms up
        allocatedBytes();
        long before = allocatedBytes();
        useOnce(channels);
        assertThat(allocatedBytes() - before).as("the JVM's own, in all").isLessThan(MANY);
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private void useOnce(Object[] channels) {
        for (Object channel : channels) {
            owners.set(channel, 7);
            owners.remove(channel);
        }
    }

    @Test
    void goesByIdentity() {
        String one = new String("channel");
        String other = new String("channel");
        owners.set(one, 7);
        assertThat(owners.of(other)).isZero();
    }

    @Test
    void noneTakesNoPlace() {
        for (int i = 0; i < 1 << 18; i++) {
            owners.set(new Object(), RequestTable.NONE);
        }
        assertThat(owners.fullCount()).isZero();
    }

    @Test
    void tellsManyApartAndCountsThoseWithoutAPlace() {
        List<Object> all = new ArrayList<>();
        for (int i = 1; i <= 16 * MANY; i++) {
            Object channel = new Object();
            all.add(channel);
            owners.set(channel, i);
        }
        long lost = 0;
        for (int i = 0; i < all.size(); i++) {
            long found = owners.of(all.get(i));
            assertThat(found).isIn(0L, i + 1L);
            lost += found == 0 ? 1 : 0;
        }
        assertThat(lost).isPositive().isEqualTo(owners.fullCount());
    }

    @Test
    void givesThePlacesOfObjectsThatHaveGone() throws Exception {
        for (int i = 1; i <= 16 * MANY; i++) {
            owners.set(new Object(), i);
        }
        owners.sweep();
        owners.sweep();
        Object channel = new Object();
        long full = owners.fullCount() - 1;
        for (int i = 0; i < 100 && owners.fullCount() > full; i++) {
            System.gc(); // clears the weak references of what is gone
            full = owners.fullCount();
            owners.set(channel, 7);
        }
        assertThat(owners.of(channel)).isEqualTo(7);
    }
}
