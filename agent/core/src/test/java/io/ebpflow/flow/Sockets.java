// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.kernel.LiveTable;
import io.ebpflow.kernel.SocketWitness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The kernel's sockets: alive, unless said otherwise. */
public final class Sockets implements SocketWitness {
    private final Set<Long> gone = new HashSet<>();
    private final List<Long> asked = new ArrayList<>();
    private boolean isUsable = true;

    @Override
    public Answer ask(LiveTable flow) {
        asked.add(flow.cookie());
        if (!isUsable) {
            return Answer.UNKNOWN;
        }
        return gone.contains(flow.cookie()) ? Answer.GONE : Answer.ALIVE;
    }

    @Override
    public boolean isUsable() {
        return isUsable;
    }

    /** Its end is seen by nobody. */
    public void vanish(long cookie) {
        gone.add(cookie);
    }

    void refuse() {
        isUsable = false;
    }

    /** Cookies of the questions since the last call. */
    List<Long> asked() {
        List<Long> cookies = new ArrayList<>(asked);
        asked.clear();
        return cookies;
    }
}
