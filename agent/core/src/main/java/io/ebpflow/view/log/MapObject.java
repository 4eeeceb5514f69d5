// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same members in a map: String, Long, Boolean, a list of String, a map of Long. What escaping does for one who prints JSON
 * is not done here.
 *
 * <p>Threading: confined to the view thread.
 */
final class MapObject extends JsonObject {
    private final StringBuilder raw = new StringBuilder();
    private String rawKey;
    private Map<String, Object> map;

    @Override
    void begin(StringBuilder unused) {
        map = new LinkedHashMap<>();
    }

    @Override
    void end() {
        map = Collections.unmodifiableMap(map);
    }

    /** The members between {@link #begin} and {@link #end}, not to be changed. */
    Map<String, Object> take() {
        Map<String, Object> taken = map;
        map = null;
        return taken;
    }

    @Override
    void text(String key, CharSequence value) {
        if (value != null) {
            map.put(key, value.toString());
        }
    }

    @Override
    void texts(String key, String[] values) {
        map.put(key, List.of(values));
    }

    @Override
    void number(String key, long value) {
        map.put(key, value);
    }

    @Override
    void bool(String key, boolean value) {
        map.put(key, value);
    }

    @Override
    void counts(String key, String counts) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (String part : counts == null ? new String[0] : counts.split(" ")) {
            int equals = part.lastIndexOf('=');
            if (equals > 0) {
                numbers.put(part.substring(0, equals), Long.parseLong(part.substring(equals + 1)));
            }
        }
        map.put(key, Collections.unmodifiableMap(numbers));
    }

    @Override
    void process(ProcessJson process) {
        process.writeTo(this);
    }

    @Override
    StringBuilder rawString(String key) {
        rawKey = key;
        raw.setLength(0);
        return raw;
    }

    @Override
    void endRawString() {
        map.put(rawKey, raw.toString());
    }
}
