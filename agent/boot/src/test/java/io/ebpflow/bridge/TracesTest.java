// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracesTest extends OpenRequests {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String OTHER = "4bf92f3577b34da6a3ce929d0e0e4736";

    @BeforeEach
    void open() {
        Traces.open(slots, table, new String[] {"trace_id", "X-Trace"});
        FakeThreads.carrier = Thread.currentThread();
    }

    @AfterEach
    void close() {
        Traces.close();
    }

    private String trace() throws Throwable {
        return table.knownTrace(Requests.current());
    }

    @Test
    void aRequestHasTheFirstTraceThatItsThreadGets() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders");
        assertThat(trace()).isNull();
        Traces.current(null);
        Traces.current(TRACE);
        Traces.current(OTHER);
        Traces.logged("trace_id", "logged");
        assertThat(trace()).isEqualTo(TRACE);
        Requests.exit(before);
        Traces.current(null);
    }

    @Test
    void aRequestBeginsUnderTheTraceOfItsThread() throws Throwable {
        Traces.current(TRACE);
        long before = Requests.enterHttp("GET", "/orders");
        Traces.current(OTHER);
        assertThat(trace()).isEqualTo(TRACE);
        Requests.exit(before);
        Traces.current(null);
        before = Requests.enterHttp("GET", "/orders");
        assertThat(trace()).isNull();
        Requests.exit(before);
    }

    @Test
    void whatIsBegunWithinARequestBelongsToItsTrace() throws Throwable {
        long outer = Requests.enterHttp("GET", "/orders");
        Traces.logged("X-Trace", TRACE);
        long inner = Requests.enter(RequestTable.CUSTOM, null, "com.acme.Job.run");
        assertThat(trace()).isEqualTo(TRACE);
        long another = Requests.enterHttp("GET", "/forwarded");
        assertThat(trace()).isNull();
        Requests.exit(another);
        Requests.exit(inner);
        Requests.exit(outer);
    }

    @Test
    void takesNoOtherKeysAndNothingThatIsNoTraceId() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders");
        Traces.logged("user", "0815");
        Traces.logged(null, "0815");
        Traces.logged("trace_id", null);
        Traces.logged("trace_id", "");
        Traces.logged("trace_id", "x".repeat(65));
        assertThat(trace()).isNull();
        Traces.logged("trace_id", "x".repeat(64));
        assertThat(trace()).hasSize(64);
        Requests.exit(before);
    }

    @Test
    void aVirtualThreadHasItsOwn() throws Throwable {
        Traces.current(TRACE);
        assertThat(inVirtualThread(() -> {
                    Requests.enterHttp("GET", "/orders");
                    return trace();
                }))
                .isNull();
        assertThat(inVirtualThread(() -> {
                    Traces.current(TRACE);
                    Traces.current(OTHER);
                    Requests.enterHttp("GET", "/orders");
                    return trace();
                }))
                .isEqualTo(OTHER);
        assertThat(inVirtualThread(() -> {
                    Traces.current(OTHER);
                    Traces.current(null);
                    Requests.enterHttp("GET", "/orders");
                    return trace();
                }))
                .isNull();
        Traces.current(null);
    }

    @Test
    void aThreadDoesNotInheritTheTraceOfThePlatformThreadThatHadItsSlot() throws Throwable {
        ThreadTraces traces = new ThreadTraces();
        Thread first = new Thread();
        Thread second = new Thread();
        traces.set(7, first, TRACE);
        assertThat(traces.of(7, first)).isEqualTo(TRACE);
        assertThat(traces.of(7, second)).isNull();
        assertThat(traces.of(SlotTable.NONE, first)).isNull();
    }

    @Test
    void countsVirtualThreadsWithoutAPlace() throws Throwable {
        int threads = 40_000;
        ThreadTraces traces = new ThreadTraces();
        int found = 0;
        for (int i = 0; i < threads; i++) {
            Thread thread = new FakeThreads.Virtual(null);
            traces.setVirtual(thread, TRACE);
            found += traces.ofVirtual(thread) == null ? 0 : 1;
        }
        assertThat(traces.fullCount()).isPositive().isEqualTo(threads - found);
    }

    @Test
    void doesNothingWhenClosed() throws Throwable {
        Traces.current(TRACE);
        Traces.close();
        Traces.current(TRACE);
        Traces.logged("trace_id", TRACE);
        long before = Requests.enterHttp("GET", "/orders");
        assertThat(trace()).isNull();
        assertThat(Traces.fullCount()).isZero();
        Requests.exit(before);
    }

    /** Something that may throw anything. */
    private interface Body {
        String run() throws Throwable;
    }

    private static String inVirtualThread(Body body) throws Exception {
        FutureTask<String> task = new FutureTask<>((Callable<String>) () -> {
            try {
                return body.run();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        Thread thread = new FakeThreads.Virtual(task);
        thread.start();
        return task.get();
    }
}
