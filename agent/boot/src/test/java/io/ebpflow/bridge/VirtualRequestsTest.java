// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualRequestsTest {
    private static final int PROBES = 32;

    private final VirtualRequests requests = new VirtualRequests();

    /** Threads whose search begins at the same place. */
    private static List<Long> colliding(int count) {
        List<Long> ids = new ArrayList<>();
        long home = hash(23);
        for (long id = 23; ids.size() < count; id++) {
            if (hash(id) == home) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static long hash(long threadId) {
        return threadId * 0x9E3779B97F4A7C15L >>> 48;
    }

    @Test
    void keepsTheRequestOfAThreadUntilItIsTakenBack() {
        assertThat(requests.of(29)).isEqualTo(RequestTable.NONE);

        assertThat(requests.set(29, 7)).isEqualTo(RequestTable.NONE);
        assertThat(requests.of(29)).isEqualTo(7);
        assertThat(requests.of(31)).isEqualTo(RequestTable.NONE);

        assertThat(requests.set(29, 11)).isEqualTo(7);
        assertThat(requests.set(29, 7)).isEqualTo(11);
        assertThat(requests.set(29, RequestTable.NONE)).isEqualTo(7);
        assertThat(requests.of(29)).isEqualTo(RequestTable.NONE);
        assertThat(requests.set(29, RequestTable.NONE)).isEqualTo(RequestTable.NONE);
    }

    @Test
    void countsWhoFindsNoPlaceAndSaysNothingOfThem() {
        List<Long> ids = colliding(PROBES + 1);
        for (int i = 0; i < PROBES; i++) {
            requests.set(ids.get(i), i + 1);
        }
        assertThat(requests.fullCount()).isZero();

        assertThat(requests.set(ids.get(PROBES), 7_919)).isEqualTo(RequestTable.NONE);
        assertThat(requests.fullCount()).isEqualTo(1);
        assertThat(requests.of(ids.get(PROBES))).isEqualTo(RequestTable.NONE);
        assertThat(requests.set(ids.get(PROBES), RequestTable.NONE)).isEqualTo(RequestTable.NONE);
        for (int i = 0; i < PROBES; i++) {
            assertThat(requests.of(ids.get(i))).isEqualTo(i + 1);
        }
    }

    @Test
    void othersAreFoundBehindAPlaceThatWasGivenBack() {
        List<Long> ids = colliding(PROBES);
        for (int i = 0; i < PROBES; i++) {
            requests.set(ids.get(i), i + 1);
        }
        for (int i = 0; i < PROBES; i += 2) {
            requests.set(ids.get(i), RequestTable.NONE);
        }
        for (int i = 0; i < PROBES; i++) {
            assertThat(requests.of(ids.get(i))).isEqualTo(i % 2 == 0 ? RequestTable.NONE : i + 1);
        }
        requests.set(ids.get(PROBES - 1), 7_919);
        requests.set(ids.get(PROBES - 1), RequestTable.NONE);
        assertThat(requests.of(ids.get(PROBES - 1)))
                .as("no second entry was made in the hole")
                .isEqualTo(RequestTable.NONE);
    }

    @Test
    void searchesNoFartherThanAnyEntryHasEverBeen() {
        requests.of(29);
        assertThat(requests.reach()).isZero();

        for (long id = 1_009; id < 11_009; id++) {
            requests.set(id, id);
        }
        assertThat(requests.reach()).as("their homes lie apart").isEqualTo(1);
        for (long id = 1_009; id < 11_009; id++) {
            assertThat(requests.set(id, RequestTable.NONE)).isEqualTo(id);
        }
    }
}
