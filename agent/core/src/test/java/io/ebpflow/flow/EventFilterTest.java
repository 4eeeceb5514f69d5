// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.config.FlowSelection;
import io.ebpflow.config.FlowWord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventFilterTest {
    private static FlowEvent event(EventType type, boolean inbound) {
        FlowEvent event = new FlowEvent().reset(type, 0);
        event.tcp = type != EventType.UDP_FLOW && type != EventType.UDP;
        event.inbound = inbound;
        event.directionKnown = type != EventType.LISTEN && type != EventType.LOOKUP;
        event.lookup = type == EventType.LOOKUP;
        return event;
    }

    private static EventFilter list(String words) {
        EnumSet<FlowWord> set = EnumSet.noneOf(FlowWord.class);
        for (String word : words.split("\\+")) {
            set.add(FlowWord.valueOf(word.toUpperCase(java.util.Locale.ROOT)));
        }
        return EventFilter.of(FlowSelection.of(set));
    }

    @ParameterizedTest
    @EnumSource
    void showsHealthWhateverIsAskedFor(FlowSelection.Mode mode) {
        FlowSelection selection = mode == FlowSelection.Mode.LIST
                ? FlowSelection.of(EnumSet.of(FlowWord.UDP))
                : mode == FlowSelection.Mode.ALL
                        ? FlowSelection.ALL
                        : mode == FlowSelection.Mode.OFF ? FlowSelection.OFF : FlowSelection.NOTABLE;
        assertThat(EventFilter.of(selection).passes(event(EventType.HEALTH, false)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void showsEverythingOrNothing(EventType type) {
        assertThat(EventFilter.of(FlowSelection.ALL).passes(event(type, true))).isTrue();
        assertThat(EventFilter.of(FlowSelection.OFF).passes(event(type, true))).isEqualTo(type == EventType.HEALTH);
    }

    @ParameterizedTest
    @EnumSource
    void showsWhatIsNotable(EventType type) {
        boolean expected = EnumSet.of(EventType.CONNECT_FAILED, EventType.RESET, EventType.SLOW, EventType.HEALTH)
                .contains(type);
        assertThat(EventFilter.of(FlowSelection.NOTABLE).passes(event(type, false)))
                .isEqualTo(expected);
    }

    @Test
    void takesTheThirdRetransmissionOfAFlowForABurst() {
        FlowEvent event = event(EventType.RETRANSMIT, false);
        EventFilter notable = EventFilter.of(FlowSelection.NOTABLE);
        event.retransmits = 2;
        assertThat(notable.passes(event)).isFalse();
        event.retransmits = 3;
        assertThat(notable.passes(event)).isTrue();
    }

    @Test
    void takesATimeoutForNotableButNoOtherClose() {
        FlowEvent event = event(EventType.CLOSE, false);
        EventFilter notable = EventFilter.of(FlowSelection.NOTABLE);
        for (String closedBy : new String[] {"local", "remote", "reset", null}) {
            event.closedBy = closedBy;
            assertThat(notable.passes(event)).as(closedBy).isFalse();
        }
        event.closedBy = "timeout";
        assertThat(notable.passes(event)).isTrue();
    }

    /** Each list against one inbound and one outbound event of every type; a UDP flow that ends is UDP_END. */
    @ParameterizedTest
    @CsvSource({
        "tcp, CONNECT> CONNECT_FAILED> ACCEPT< LISTEN EXCHANGE> EXCHANGE< SLOW> RETRANSMIT> RETRANSMIT< RESET> RESET<"
                + " CLOSE> CLOSE< FLOW> FLOW<",
        "udp, UDP> UDP< UDP_FLOW> UDP_FLOW< UDP_END> UDP_END<",
        "tcp+udp+retr, RETRANSMIT> RETRANSMIT<",
        "tcp+udp+connect+out, CONNECT> CONNECT_FAILED> LOOKUP>",
        "in, ACCEPT< LISTEN EXCHANGE< UDP< RETRANSMIT< RESET< CLOSE< FLOW< UDP_FLOW< UDP_END<",
        "out, CONNECT> CONNECT_FAILED> EXCHANGE> UDP> SLOW> RETRANSMIT> RESET> CLOSE> FLOW> UDP_FLOW> LOOKUP> UDP_END>",
        "out+tcp, CONNECT> CONNECT_FAILED> EXCHANGE> SLOW> RETRANSMIT> RESET> CLOSE> FLOW>",
        "in+out+connect, CONNECT> CONNECT_FAILED> ACCEPT< LISTEN LOOKUP>",
        "connect+out, CONNECT> CONNECT_FAILED> LOOKUP>",
        "close, RESET> RESET< CLOSE> CLOSE< UDP_END> UDP_END<",
        "udp+connect, ''",
        "exchange, EXCHANGE> EXCHANGE< UDP> UDP< SLOW>",
        "exchange+out, EXCHANGE> UDP> SLOW>",
        "exchange+udp, UDP> UDP<",
        "close+retr+in, RETRANSMIT< RESET< CLOSE< UDP_END<"
    })
    void narrowsByEachDimensionThatTheListNames(String words, String expected) {
        EventFilter filter = list(words);
        List<String> passed = new ArrayList<>();
        for (EventType type : EventType.values()) {
            if (type == EventType.HEALTH) {
                continue;
            }
            if (type == EventType.LISTEN) {
                add(passed, filter, event(type, false), "LISTEN");
                continue;
            }
            for (boolean inbound : new boolean[] {false, true}) {
                boolean impossible = isImpossible(type, inbound);
                if (!impossible) {
                    add(passed, filter, event(type, inbound), type + (inbound ? "<" : ">"));
                }
            }
        }
        for (boolean inbound : new boolean[] {false, true}) {
            FlowEvent end = event(EventType.UDP_FLOW, inbound);
            end.closedBy = "local";
            add(passed, filter, end, "UDP_END" + (inbound ? "<" : ">"));
        }
        assertThat(String.join(" ", passed)).isEqualTo(expected);
    }

    private static boolean isImpossible(EventType type, boolean inbound) {
        return inbound
                ? type.name().startsWith("CONNECT") || type == EventType.SLOW || type == EventType.LOOKUP
                : type == EventType.ACCEPT;
    }

    private static void add(List<String> passed, EventFilter filter, FlowEvent event, String name) {
        if (filter.passes(event)) {
            passed.add(name);
        }
    }

    @Test
    void takesALookupThatFailedForNotable() {
        FlowEvent event = event(EventType.LOOKUP, false);
        EventFilter notable = EventFilter.of(FlowSelection.NOTABLE);
        assertThat(notable.passes(event)).isFalse();
        event.lookupError = "EAI_NONAME";
        assertThat(notable.passes(event)).isTrue();
    }

    @Test
    void takesAnUnknownDirectionForNeither() {
        FlowEvent event = event(EventType.CLOSE, false);
        event.directionKnown = false;
        assertThat(list("in").passes(event)).isFalse();
        assertThat(list("out").passes(event)).isFalse();
        assertThat(list("in+out").passes(event)).isTrue();
        assertThat(list("close").passes(event)).isTrue();
    }
}
