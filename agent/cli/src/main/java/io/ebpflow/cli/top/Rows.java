// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Rows by key, so many at most: a new one takes the place of the one that has not moved for the longest time, which is counted.
 *
 * <p>Threading: confined to the main thread.
 */
final class Rows {
    private final int capacity;
    private final LinkedHashMap<String, Row> rows = new LinkedHashMap<>(16, 0.75f, true);
    private long droppedCount;

    Rows(int capacity) {
        this.capacity = capacity;
    }

    /** Null: not there. */
    Row find(String key) {
        return rows.get(key);
    }

    /** @return a row that had to go, or null */
    Row add(String key, Row row) {
        rows.put(key, row);
        if (rows.size() <= capacity) {
            return null;
        }
        Iterator<Map.Entry<String, Row>> oldest = rows.entrySet().iterator();
        Row dropped = oldest.next().getValue();
        oldest.remove();
        droppedCount++;
        return dropped;
    }

    void removeIf(Predicate<Row> condition) {
        rows.values().removeIf(condition);
    }

    List<Row> all() {
        return new ArrayList<>(rows.values());
    }

    long droppedCount() {
        return droppedCount;
    }

    void clear() {
        rows.clear();
        droppedCount = 0;
    }
}
