// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import io.ebpflow.bridge.CallPath;
import io.ebpflow.flow.FlowEvent;

/**
 * Names as a collector shows them.
 *
 * <p>Threading: stateless.
 */
final class RecordText {
    private RecordText() {}

    /** Null: no request, or one without a name. */
    static String request(FlowEvent event) {
        String name = event.request.appendTo(new StringBuilder()).toString();
        return name.isEmpty() ? null : name;
    }

    /** Nearest application frame first; null: not known. */
    static String codePath(CallPath path) {
        return path == null || path.frames().length == 0 ? null : String.join(" < ", path.frames());
    }
}
