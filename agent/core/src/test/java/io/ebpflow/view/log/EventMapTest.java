// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ebpflow.flow.FlowEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever subscribes gets what the JSON says. */
class EventMapTest {
    private static InterfaceNames interfaces() {
        return new InterfaceNames(index -> "eth" + index, () -> 0);
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return parser.getLongValue();
            case START_ARRAY:
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            case START_OBJECT:
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, value(parser));
                }
                return map;
            default:
                return parser.getBooleanValue();
        }
    }

    @Test
    void saysWhatTheJsonSays() throws IOException {
        EventMap maps = new EventMap(() -> SampleProcess.IN_A_POD, interfaces());
        JsonFormat json = new JsonFormat(() -> SampleProcess.IN_A_POD, interfaces());
        for (Map.Entry<String, FlowEvent> sample : SampleEvents.all().entrySet()) {
            StringBuilder line = new StringBuilder();
            json.append(line, sample.getValue());
            try (JsonParser parser = new JsonFactory().createParser(line.toString())) {
                parser.nextToken();

                assertThat(maps.of(sample.getValue())).as(sample.getKey()).isEqualTo(value(parser));
            }
        }
    }

    @Test
    void isAnothersToReadOnly() {
        Map<String, Object> map = new EventMap(() -> SampleProcess.IN_A_POD, interfaces())
                .of(SampleEvents.all().values().iterator().next());

        assertThatThrownBy(() -> map.put("event", "mine")).isInstanceOf(UnsupportedOperationException.class);
    }
}
