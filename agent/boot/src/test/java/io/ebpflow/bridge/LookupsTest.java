// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class LookupsTest extends OpenRequests {
    private final InetAddress address = InetAddress.getLoopbackAddress();

    private int onlyEntry() {
        int index = hooks.poll(hooks.newest());
        assertThat(index).isNotNegative();
        assertThat(hooks.newest()).isEqualTo(1);
        assertThat(hooks.kind(index)).isEqualTo(HookQueue.LOOKED_UP);
        return index;
    }

    @Test
    void tellsWhatWasFoundByWhomForWhichRequest() throws Throwable {
        long previous = Requests.enterHttp("GET", "/orders/{id}");
        Lookups.exit(System.nanoTime() - 41_000_000, "db.test", new InetAddress[] {address, null}, null);
        long request = slots.request(ownSlot());
        Requests.exit(previous);

        int i = onlyEntry();
        assertThat(hooks.first(i)).isEqualTo("db.test");
        assertThat(hooks.second(i)).isSameAs(address);
        assertThat(hooks.thread(i)).isSameAs(Thread.currentThread());
        assertThat(hooks.cookieOrNs(i)).isEqualTo(request).isNotZero();
        assertThat(hooks.number(i)).isGreaterThanOrEqualTo(41_000);
        assertThat(hooks.other(i)).isEqualTo(FakeThreads.tidOf(Thread.currentThread()));
    }

    @Test
    void tellsWhyNothingWasFound() throws Throwable {
        UnknownHostException thrown = new UnknownHostException("db.test");
        Lookups.exit(Lookups.enter(), "db.test", null, thrown);

        assertThat(hooks.second(onlyEntry())).isSameAs(thrown);
    }

    @Test
    void aVirtualThreadsRequestIsItsOwn() throws Throwable {
        FakeThreads.carrier = Thread.currentThread();
        long previous = Requests.enterHttp("GET", "/carriers-own");
        long[] request = new long[1];
        Thread virtual = new FakeThreads.Virtual(() -> {
            try {
                Requests.enterHttp("GET", "/orders/{id}");
                request[0] = slots.virtualRequests().of(ThreadAccess.idOf(Thread.currentThread()));
                Lookups.exit(Lookups.enter(), "db.test", new InetAddress[] {address}, null);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        virtual.start();
        virtual.join();
        Requests.exit(previous);

        int i = onlyEntry();
        assertThat(hooks.cookieOrNs(i)).isEqualTo(request[0]).isNotZero();
        assertThat(hooks.thread(i)).isSameAs(virtual);
    }

    @Test
    void saysNothingWhenOff() throws Throwable {
        long startedNs = Lookups.enter();
        Bridge.close();
        assertThat(Lookups.enter()).isZero();
        Lookups.exit(startedNs, "db.test", null, null);
        Bridge.open(slots, hooks);
        Lookups.exit(0, "db.test", null, null);

        assertThat(hooks.newest()).isZero();
    }
}
