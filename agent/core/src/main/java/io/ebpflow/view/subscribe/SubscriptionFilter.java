// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.subscribe;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.view.filter.NamePattern;
import io.ebpflow.view.filter.RemoteFilter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a subscription wants to be told of, as io.ebpflow.api.FlowFilter says it: {@code events direction remotes requests
 * slow_us}. What is missing narrows nothing; what a newer API may say besides is not looked at.
 *
 * <p>Threading: confined to the view thread.
 */
final class SubscriptionFilter {
    private static final Set<EventType> CALLS = EnumSet.of(
            EventType.CONNECT,
            EventType.CONNECT_FAILED,
            EventType.EXCHANGE,
            EventType.UDP,
            EventType.SLOW,
            EventType.LOOKUP);

    private final Set<EventType> types;
    private final String direction;
    private final List<RemoteFilter> remotes = new ArrayList<>();
    private final List<NamePattern> requests = new ArrayList<>();
    private final long slowUs;
    private final StringBuilder name = new StringBuilder();

    SubscriptionFilter(Map<String, Object> wanted) {
        types = typesOf(wanted.get("events"));
        Object wantedDirection = wanted.get("direction");
        direction = wantedDirection == null ? null : wantedDirection.toString();
        for (Object remote : list(wanted.get("remotes"))) {
            remotes.add(new RemoteFilter((Map<?, ?>) remote));
        }
        for (Object request : list(wanted.get("requests"))) {
            requests.add(NamePattern.of(request.toString()));
        }
        Object slow = wanted.get("slow_us");
        slowUs = slow instanceof Long ? (Long) slow : 0;
    }

    private static List<?> list(Object value) {
        return value instanceof List ? (List<?>) value : List.of();
    }

    private static Set<EventType> typesOf(Object words) {
        if (words == null) {
            return EnumSet.allOf(EventType.class);
        }
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (EventType type : EventType.values()) {
            if (list(words).contains(type.jsonName())) {
                types.add(type);
            }
        }
        return types;
    }

    boolean passes(FlowEvent event) {
        if (!types.contains(event.type)) {
            return false;
        }
        return event.type == EventType.HEALTH
                || passesDirection(event)
                        && (slowUs == 0 || CALLS.contains(event.type) && durationUs(event) >= slowUs)
                        && passesRemote(event)
                        && passesRequest(event);
    }

    private boolean passesDirection(FlowEvent event) {
        if (direction == null) {
            return true;
        }
        if (event.lookup) {
            return direction.equals("out");
        }
        boolean isKnown = event.directionKnown || event.type == EventType.LISTEN;
        boolean isInbound = event.inbound || event.type == EventType.LISTEN;
        return isKnown && direction.equals(isInbound ? "in" : "out");
    }

    private static long durationUs(FlowEvent event) {
        long callUs = event.exchange.isTimed() ? event.exchange.totalUs : 0;
        return callUs + Math.max(0, event.connectNs) / 1_000 + Math.max(0, event.lookupNs) / 1_000;
    }

    private boolean passesRemote(FlowEvent event) {
        for (RemoteFilter remote : remotes) {
            if (remote.fits(event.remote, event.remotePort, event.remoteName)) {
                return true;
            }
        }
        return remotes.isEmpty();
    }

    private boolean passesRequest(FlowEvent event) {
        if (requests.isEmpty()) {
            return true;
        }
        name.setLength(0);
        event.request.appendTo(name);
        for (NamePattern request : requests) {
            if (name.length() > 0 && request.fits(name)) {
                return true;
            }
        }
        return false;
    }
}
