// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.Distribution;
import io.ebpflow.exchange.ExchangeParts;

/**
 * What requests of one name waited for: a remote endpoint, or all those that have no place of their own.
 *
 * <p>Threading: confined to the reader thread.
 */
final class Wait {
    /** Null: several. */
    final Endpoint endpoint;

    long callCount;
    long slowCount;
    long unansweredCount;
    long multiplexedCount;

    /** Of calls that were answered and have times. */
    long waitUs;

    /** Likewise; null: none yet, or several endpoints. */
    private Distribution calls;

    /** Next of the same request name. */
    Wait next;

    Wait(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** @param callUs lookup, connect and exchange, as far as they belong to the call */
    void record(ExchangeParts parts, long callUs, boolean isSlow, long nowNs) {
        callCount++;
        slowCount += isSlow ? 1 : 0;
        if (parts.unanswered) {
            unansweredCount++;
        } else if (parts.multiplexed) {
            multiplexedCount++;
        } else {
            waitUs += callUs;
            if (endpoint != null) {
                calls = calls == null ? new Distribution() : calls;
                calls.record(callUs, nowNs);
            }
        }
    }

    /** Null: no value. */
    Distribution calls() {
        return calls;
    }

    void forgetIdle(long nowNs) {
        if (calls != null) {
            calls.forgetIdle(nowNs);
        }
    }
}
