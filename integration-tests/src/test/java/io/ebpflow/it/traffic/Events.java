// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Looks things up in lists of events.
 *
 * <p>Threading: stateless.
 */
final class Events {

    private Events() {}

    static List<Map<String, Object>> ofType(List<Map<String, Object>> events, String type) {
        return with(events, "event", type);
    }

    /** Those where a key has this value. */
    static List<Map<String, Object>> with(List<Map<String, Object>> events, String key, Object value) {
        return events.stream().filter(event -> value.equals(event.get(key))).collect(Collectors.toList());
    }

    /** The events of a type by a number that is another in each of them. */
    static Map<Long, Map<String, Object>> byKey(List<Map<String, Object>> events, String type, String key) {
        Map<Long, Map<String, Object>> found = new HashMap<>();
        for (Map<String, Object> event : ofType(events, type)) {
            assertThat(found.put((Long) event.get(key), event))
                    .as("a second one")
                    .isNull();
        }
        return found;
    }
}
