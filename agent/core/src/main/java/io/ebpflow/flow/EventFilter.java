// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.config.FlowSelection;
import io.ebpflow.config.FlowWord;
import java.util.Set;

/**
 * Which events a {@code flows} value lets through. Health always passes: a view without it would look complete when it is
 * not.
 *
 * <p>A list has three dimensions: protocol ({@code tcp udp}), direction ({@code in out}) and kind ({@code connect close
 * retr exchange}). An event passes if each dimension has no word in the list or one that fits. Of the kinds, {@code
 * connect} is lookup, connect, connect_failed, accept and listen; {@code close} is close, reset and the end of a UDP flow; {@code
 * retr} is retransmit; {@code exchange} is exchange, udp and slow. Snapshots of live flows are of no kind: they pass only
 * where the list names none.
 *
 * <p>A lookup goes out and has no protocol: it passes where the list names none.
 *
 * <p>A slow call is treated like the exchange it was, so a list shows both, on two loggers; {@code notable} shows the
 * slow calls alone. Of a connection attempt that failed slowly it shows two facts: connect_failed and slow.
 *
 * <p>Threading: immutable.
 */
public final class EventFilter {
    /** One or two retransmissions are everyday life on a mobile or busy network; the third delays what waits for it. */
    static final long RETRANSMIT_BURST_COUNT = 3;

    private final FlowSelection.Mode mode;
    private final boolean tcp;
    private final boolean udp;
    private final boolean in;
    private final boolean out;
    private final boolean connect;
    private final boolean close;
    private final boolean retransmit;
    private final boolean exchange;
    private final boolean snapshots;

    private EventFilter(FlowSelection selection) {
        mode = selection.mode();
        Set<FlowWord> words = selection.words();
        boolean anyProtocol = !words.contains(FlowWord.TCP) && !words.contains(FlowWord.UDP);
        tcp = anyProtocol || words.contains(FlowWord.TCP);
        udp = anyProtocol || words.contains(FlowWord.UDP);
        boolean anyDirection = !words.contains(FlowWord.IN) && !words.contains(FlowWord.OUT);
        in = anyDirection || words.contains(FlowWord.IN);
        out = anyDirection || words.contains(FlowWord.OUT);
        snapshots = !words.contains(FlowWord.CONNECT)
                && !words.contains(FlowWord.CLOSE)
                && !words.contains(FlowWord.RETR)
                && !words.contains(FlowWord.EXCHANGE);
        connect = snapshots || words.contains(FlowWord.CONNECT);
        close = snapshots || words.contains(FlowWord.CLOSE);
        retransmit = snapshots || words.contains(FlowWord.RETR);
        exchange = snapshots || words.contains(FlowWord.EXCHANGE);
    }

    public static EventFilter of(FlowSelection selection) {
        return new EventFilter(selection);
    }

    /** True if the event is to be shown. */
    public boolean passes(FlowEvent event) {
        if (event.type == EventType.HEALTH) {
            return true;
        }
        switch (mode) {
            case ALL:
                return true;
            case NOTABLE:
                return isNotable(event);
            case LIST:
                return passesProtocol(event) && passesDirection(event) && passesKind(event);
            default:
                return false;
        }
    }

    private boolean passesProtocol(FlowEvent event) {
        if (event.lookup) {
            return tcp && udp;
        }
        return event.tcp ? tcp : udp;
    }

    private static boolean isNotable(FlowEvent event) {
        switch (event.type) {
            case CONNECT_FAILED:
            case RESET:
            case SLOW:
                return true;
            case LOOKUP:
                return event.lookupError != null;
            case RETRANSMIT:
                return event.retransmits >= RETRANSMIT_BURST_COUNT;
            case CLOSE:
                return "timeout".equals(event.closedBy);
            default:
                return false;
        }
    }

    /** An event whose direction nobody knows fits neither {@code in} nor {@code out}, but both together. */
    private boolean passesDirection(FlowEvent event) {
        if (in && out) {
            return true;
        }
        if (event.type == EventType.LISTEN) {
            return in;
        }
        if (event.lookup) {
            return out;
        }
        return event.directionKnown && (event.inbound ? in : out);
    }

    private boolean passesKind(FlowEvent event) {
        switch (event.type) {
            case LOOKUP:
            case CONNECT:
            case CONNECT_FAILED:
            case ACCEPT:
            case LISTEN:
                return connect;
            case CLOSE:
            case RESET:
                return close;
            case UDP_FLOW:
                return event.closedBy == null ? snapshots : close;
            case RETRANSMIT:
                return retransmit;
            case EXCHANGE:
            case UDP:
            case SLOW:
                return exchange;
            default:
                return snapshots;
        }
    }
}
