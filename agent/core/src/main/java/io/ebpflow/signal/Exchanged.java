// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Exchanges;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;

/**
 * A request and its response, over TCP or UDP.
 *
 * <p>Threading: confined to the reader thread.
 */
final class Exchanged implements RecordDecoder.RecordHandler {
    private final Exchanges exchanges;

    Exchanged(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public void onRecord(KernelRecord record) {
        exchanges.onRecord(record);
    }
}
