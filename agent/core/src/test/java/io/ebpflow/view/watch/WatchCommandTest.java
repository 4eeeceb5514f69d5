// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.EventType;
import org.junit.jupiter.api.Test;

class WatchCommandTest {

    @Test
    void saysWhereWhatAndHow() {
        WatchCommand command = WatchCommand.of("watch=/tmp/a b/flows;text;close+reset+of_tomorrow,jmx=false,slow=5us");

        assertThat(command.path()).isEqualTo("/tmp/a b/flows");
        assertThat(command.format()).isEqualTo("text");
        assertThat(command.wants(EventType.CLOSE)).isTrue();
        assertThat(command.wants(EventType.CONNECT)).isFalse();
        assertThat(command.wants(EventType.HEALTH)).isTrue();
        assertThat(command.options()).isEqualTo("jmx=false,slow=5us");
    }

    @Test
    void everythingAsJsonUnlessToldOtherwise() {
        WatchCommand command = WatchCommand.of("watch=/tmp/flows");

        assertThat(command.format()).isEqualTo("json");
        assertThat(EventType.values()).allMatch(command::wants);
        assertThat(command.options()).isEmpty();
    }

    @Test
    void otherArgumentsAreNone() {
        assertThat(WatchCommand.of(null)).isNull();
        assertThat(WatchCommand.of("flows=all,watch=x")).isNull();
        assertThat(WatchCommand.of("stop")).isNull();
    }
}
