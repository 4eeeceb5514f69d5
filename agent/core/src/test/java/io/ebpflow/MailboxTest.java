// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MailboxTest {
    private final Mailbox mailbox = new Mailbox();
    private final AtomicBoolean isOver = new AtomicBoolean();

    private Thread reader() {
        Thread reader = new Thread(() -> {
            while (!isOver.get()) {
                mailbox.run();
                Thread.onSpinWait();
            }
        });
        reader.start();
        return reader;
    }

    @Test
    void theReaderThreadAnswers() throws InterruptedException, TimeoutException {
        Thread reader = reader();
        try {
            assertThat(mailbox.ask(Thread::currentThread)).isSameAs(reader);
        } finally {
            isOver.set(true);
            reader.join();
        }
        assertThat(mailbox.run()).isZero();
    }

    @Test
    void theAskerHearsWhyThereIsNoAnswer() throws InterruptedException {
        Thread reader = reader();
        try {
            assertThatThrownBy(() -> mailbox.ask(() -> {
                        throw new IOException("table is gone");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("ebpflow's reader thread could not answer: java.io.IOException: table is gone");
        } finally {
            isOver.set(true);
            reader.join();
        }
    }

    @Test
    void nobodyWaitsForeverAndALateReaderAnswersNobody() {
        AtomicBoolean wasAsked = new AtomicBoolean();
        assertThatThrownBy(() -> mailbox.ask(() -> wasAsked.getAndSet(true)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("did not answer within");
        mailbox.run();

        assertThat(wasAsked).isFalse();
    }

    @Test
    void anInterruptedAskerStaysInterrupted() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean wasInterrupted = new AtomicBoolean();
        Thread asker = new Thread(() -> {
            Thread.currentThread().interrupt();
            thrown.set(catchThrowable(() -> mailbox.ask(() -> 1)));
            wasInterrupted.set(Thread.currentThread().isInterrupted());
        });
        asker.start();
        asker.join();

        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("interrupted");
        assertThat(wasInterrupted).isTrue();
    }
}
