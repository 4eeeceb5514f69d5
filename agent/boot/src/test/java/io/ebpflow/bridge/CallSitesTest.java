// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallSitesTest {
    private static final long ME = 7;
    private static final long OTHER = 8;
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final Object connection = new Object();

    private static CallSites sites(int perSecond, long slowNs) {
        return new CallSites(CallSitesTest::methods, perSecond, slowNs);
    }

    private static String[] methods(StackTraceElement[] stack, boolean isOpener) {
        String[] names = new String[stack.length];
        for (int i = 0; i < stack.length; i++) {
            names[i] = stack[i].getMethodName();
        }
        return names;
    }

    @Test
    void aFirstWriteHasItsOwnPath() {
        CallSites sites = sites(100, HOUR_NS);

        long id = order(sites);

        assertThat(sites.find(id).frames()).contains("order").doesNotContain("invoice");
        sites.read(connection, ME);
        assertThat(sites.find(invoice(sites)).frames()).contains("invoice").doesNotContain("order");
        assertThat(sites.find(id).frames()).contains("order");
    }

    private long order(CallSites sites) {
        return sites.write(connection, ME);
    }

    private long invoice(CallSites sites) {
        return sites.write(connection, ME);
    }

    @Test
    void whatGoesOnWithACallHasNoNumber() {
        CallSites sites = sites(100, HOUR_NS);

        assertThat(sites.write(connection, ME)).isNotZero();
        assertThat(sites.write(connection, ME)).isZero();
        assertThat(sites.write(connection, OTHER)).isNotZero();
        assertThat(sites.write(connection, ME)).isNotZero();
    }

    @Test
    void anAnswerThatAnotherThreadReadsEndsTheCall() {
        CallSites sites = sites(100, HOUR_NS);
        sites.write(connection, ME);

        sites.read(connection, OTHER);

        assertThat(sites.write(connection, ME)).isNotZero();
    }

    @Test
    void aCallOverTheRateHasANumberThatStandsForNothing() {
        CallSites sites = sites(0, HOUR_NS);

        long id = sites.write(connection, ME);
        sites.read(connection, ME);

        assertThat(id).isNotZero();
        assertThat(sites.find(id)).isNull();
    }

    @Test
    void theThreadThatHasWaitedLongTakesThePathAfterTheFact() {
        CallSites sites = sites(0, 0);
        long id = sites.write(connection, ME);

        waited(sites);

        assertThat(sites.find(id).frames()).contains("waited");
    }

    private void waited(CallSites sites) {
        sites.read(connection, ME);
    }

    @Test
    void aThreadThatReadsForAnotherTakesNoPath() {
        CallSites sites = sites(0, 0);
        long id = sites.write(connection, ME);

        sites.read(connection, OTHER);
        sites.read(connection, ME);

        assertThat(sites.find(id)).isNull();
    }

    @Test
    void connectionsDoNotGetInEachOthersWay() {
        CallSites sites = sites(100_000, HOUR_NS);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            Object each = new Object();
            long id = sites.write(each, ME);
            assertThat(id).isNotZero();
            assertThat(seen.add(id)).isTrue();
            assertThat(sites.find(id)).isNotNull();
        }
    }

    @Test
    void theOldestMakeRoom() {
        CallSites sites = sites(0, HOUR_NS);
        long first = sites.connect();
        long last = first;
        for (int i = 0; i < 4_096; i++) {
            last = sites.connect();
        }

        assertThat(sites.find(first)).isNull();
        assertThat(sites.find(last)).isNotNull();
        assertThat(sites.find(last - 4_000)).isNotNull();
        assertThat(sites.find(CallSites.NONE)).isNull();
    }

    @Test
    void classesOnAPathAreLetGoOf() {
        CallSites sites = sites(0, HOUR_NS);
        CallPath path = sites.find(sites.connect());
        for (int i = 0; i < 4; i++) {
            sites.sweep();
        }
        assertThat(path.isNamed()).isFalse();

        sites.sweep();

        assertThat(path.isNamed()).isTrue();
        assertThat(path.frames()).contains("classesOnAPathAreLetGoOf").isSameAs(path.frames());
    }

    @Test
    void pathsThatThereIsNoTimeToNameAreForgotten() {
        CallSites sites = sites(0, HOUR_NS);
        long first = 0;
        for (int i = 0; i < 2_000; i++) {
            long id = sites.connect();
            first = first == 0 ? id : first;
        }
        for (int i = 0; i < 15; i++) {
            sites.sweep();
        }

        int known = 0;
        for (long id = first; id < first + 2_000; id++) {
            known += sites.find(id) == null ? 0 : 1;
            assertThat(sites.find(id) == null || sites.find(id).isNamed()).isTrue();
        }
        assertThat(known).isEqualTo(1_100); // 100 a sweep, from the fifth to the fifteenth
    }

    @Test
    void keepsNoConnectionAlive() throws InterruptedException {
        CallSites sites = sites(100, HOUR_NS);
        Object gone = new Object();
        sites.write(gone, ME);
        WeakReference<Object> reference = new WeakReference<>(gone);
        gone = null;
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(reference.get()).isNull();
    }
}
