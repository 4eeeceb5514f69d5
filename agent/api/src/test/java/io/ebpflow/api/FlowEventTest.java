// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FlowEventTest {
    /** Of use to those who look for a fault in the agent's own reckoning; they are in values(). */
    private static final Set<String> WITHOUT_GETTER =
            Set.of("exchange", "unread_us", "window_limited", "exchange_retransmits", "backlog", "reset_by");

    @Test
    void whatIsNotKnownIsMarked() {
        FlowEvent event = new FlowEvent(Map.of("event", "made_up"));

        assertThat(event.kind()).isEqualTo(EventKind.OTHER);
        assertThat(event.direction()).isNull();
        assertThat(event.threadName()).isNull();
        assertThat(event.connectUs()).isEqualTo(-1);
        assertThat(event.isVirtualThread()).isFalse();
        assertThat(event.openedBy()).isEmpty();
        assertThat(event.lostRecords()).isEmpty();
    }

    @Test
    void whatIsKnownIsTyped() {
        FlowEvent event = new FlowEvent(Map.of(
                "event",
                "connect_failed",
                "ts",
                "2026-11-23T03:11:22.123456Z",
                "direction",
                "in",
                "connect_us",
                7_919L,
                "virtual",
                true,
                "opened_by",
                List.of("A.b(A.java:1)"),
                "lost_records",
                Map.of("close", 23L)));

        assertThat(event.kind()).isEqualTo(EventKind.CONNECT_FAILED);
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1_795_403_482, 123_456_000));
        assertThat(event.direction()).isEqualTo(Direction.IN);
        assertThat(event.connectUs()).isEqualTo(7_919);
        assertThat(event.isVirtualThread()).isTrue();
        assertThat(event.openedBy()).containsExactly("A.b(A.java:1)");
        assertThat(event.lostRecords()).containsEntry("close", 23L);
    }

    /** docs/output.md is the list of keys. */
    @Test
    void hasAGetterForEveryKey() throws Exception {
        Set<String> asked = new TreeSet<>();
        FlowEvent event = new FlowEvent(new Asked(asked));
        askAll(event, Set.of("time"));
        askAll(event.container(), Set.of());
        askAll(event.remoteContainer(), Set.of());
        Set<String> documented = documented();
        documented.removeAll(asked);
        documented.remove("ts");

        assertThat(documented).isSubsetOf(WITHOUT_GETTER);
    }

    private static void askAll(Object of, Set<String> but) throws ReflectiveOperationException {
        for (Method getter : of.getClass().getDeclaredMethods()) {
            boolean isGetter = Modifier.isPublic(getter.getModifiers()) && getter.getParameterCount() == 0;
            if (isGetter && !getter.getName().equals("toString") && !but.contains(getter.getName())) {
                getter.invoke(of);
            }
        }
    }

    private static Set<String> documented() throws IOException {
        Set<String> keys = new TreeSet<>();
        String doc = Files.readString(Path.of("../../docs/output.md"));
        int start = doc.indexOf("\n## JSON\n");
        String json = doc.substring(start, doc.indexOf("\n## ", start + 1));
        for (String line : json.split("\n")) {
            Matcher row =
                    Pattern.compile("\\| (`[a-z_]+`(?:, `[a-z_]+`)*) \\|.*").matcher(line);
            if (row.matches()) {
                keys.addAll(List.of(row.group(1).replace("`", "").split(", ")));
            }
        }
        return keys;
    }

    /** Remembers what it was asked for. */
    private static final class Asked extends AbstractMap<String, Object> {
        private final Set<String> keys;

        Asked(Set<String> keys) {
            this.keys = keys;
        }

        @Override
        public Object get(Object key) {
            keys.add((String) key);
            return null;
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return Collections.emptySet();
        }
    }
}
