// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import io.ebpflow.api.internal.RemotePeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which events a subscription is told of. What does not pass costs next to nothing: it is looked at where it is, in the agent.
 *
 * <pre>{@code
 * FlowFilter.all()
 *         .events(EventKind.EXCHANGE, EventKind.CONNECT_FAILED)
 *         .direction(Direction.OUT)
 *         .remote("10.0.3.0/24", "db.internal:5432")
 *         .slowerThan(Duration.ofMillis(50))
 * }</pre>
 *
 * <p>An event passes if it passes all of them; of several values of one kind one has to fit. {@link EventKind#HEALTH} passes
 * whatever direction, peer, request and duration are asked for, unless {@link #events} leaves it out.
 *
 * <p>Threading: immutable; each method returns another filter.
 */
public final class FlowFilter {
    private static final FlowFilter ALL = new FlowFilter(Collections.emptyMap());

    /** Of JDK types: the agent reads it. Durations in microseconds. */
    private final Map<String, Object> wanted;

    private FlowFilter(Map<String, Object> wanted) {
        this.wanted = wanted;
    }

    /** Lets every event pass. */
    public static FlowFilter all() {
        return ALL;
    }

    private FlowFilter with(String key, Object value) {
        Map<String, Object> more = new HashMap<>(wanted);
        more.put(key, value);
        return new FlowFilter(Collections.unmodifiableMap(more));
    }

    /** Events of these kinds alone. */
    public FlowFilter events(EventKind... kinds) {
        List<String> words = new ArrayList<>();
        for (EventKind kind : kinds) {
            words.add(kind.word());
        }
        return with("events", Collections.unmodifiableList(words));
    }

    /** Flows of this direction alone. A look-up goes out; of a flow whose direction is not known nothing passes. */
    public FlowFilter direction(Direction direction) {
        return with("direction", direction == Direction.IN ? "in" : "out");
    }

    /**
     * Flows with one of these peers alone.
     *
     * @param peers {@code HOST}, {@code HOST:PORT}, {@code ADDRESS/PREFIX} or {@code :PORT}; IPv6 with a port in brackets. A host
     *     that is no address is compared with the name that the application looked up; nothing is resolved
     * @throws IllegalArgumentException if one is none of these
     */
    public FlowFilter remote(String... peers) {
        List<Map<String, Object>> parsed = new ArrayList<>();
        for (String peer : peers) {
            parsed.add(RemotePeer.parse(peer).toMap());
        }
        return with("remotes", Collections.unmodifiableList(parsed));
    }

    /**
     * What was done for requests of these names alone.
     *
     * @param patterns names with {@code *} for anything; without one, a part of a name
     */
    public FlowFilter request(String... patterns) {
        return with("requests", Collections.unmodifiableList(new ArrayList<>(Arrays.asList(patterns))));
    }

    /**
     * Calls that took at least this long alone: connects, failed ones too, look-ups, exchanges over TCP and UDP, slow calls.
     * Other kinds do not pass.
     */
    public FlowFilter slowerThan(Duration duration) {
        return with("slow_us", duration.toNanos() / 1_000);
    }

    Map<String, Object> wanted() {
        return wanted;
    }
}
