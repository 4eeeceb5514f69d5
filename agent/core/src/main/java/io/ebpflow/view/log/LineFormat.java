// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.FlowEvent;

/**
 * Turns an event into one line, a slow call into two, without the last line break.
 *
 * <p>Threading: confined to the view thread.
 */
interface LineFormat {
    void append(StringBuilder to, FlowEvent event);
}
