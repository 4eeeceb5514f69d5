// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportOptionTest {
    private final ExportOption option = new ExportOption();

    @ParameterizedTest
    @CsvSource({
        "zmq:tcp://10.0.3.7:5556, 10.0.3.7, false",
        "zmq:tcp://localhost:5556, 127.0.0.1, false",
        "zmq:tcp://ntopng.monitoring.svc:5556, ntopng.monitoring.svc, false",
        "zmq:tcp://[2001:db8::7]:5556, 2001:db8::7, false",
        "zmq:bind:tcp://*:5556, *, true",
        "zmq:bind:tcp://127.0.0.1:5556, 127.0.0.1, true",
        "zmq:bind:tcp://[::]:5556, '::', true"
    })
    void saysWhere(String text, String host, boolean isBinding) throws BadValue {
        ExportTarget target = (ExportTarget) option.parse(text);

        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(5_556);
        assertThat(target.isBinding()).isEqualTo(isBinding);
        assertThat(option.parse(target.toString())).isEqualTo(target);
    }

    @Test
    void noneIsNothing() throws BadValue {
        assertThat(option.parse("none")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://10.0.3.7:5556",
                "zmq:10.0.3.7:5556",
                "zmq:tcp://*:5556",
                "zmq:tcp://10.0.3.256:5556",
                "zmq:tcp://10.0.3.7",
                "zmq:tcp://10.0.3.7:0",
                "zmq:tcp://10.0.3.7:65536",
                "zmq:tcp://10.0.3.7:5556c",
                "zmq:tcp://[10.0.3.7]:5556",
                "zmq:tcp://::1:5556",
                "zmq:bind:tcp://ntopng:5556",
                "zmq:udp://10.0.3.7:5556"
            })
    void refusesWhatIsNoPlace(String text) {
        assertThatThrownBy(() -> option.parse(text)).isInstanceOf(BadValue.class);
    }

    @Test
    void knowsWhoComesFromNtopsTools() {
        assertThatThrownBy(() -> option.parse("zmq:tcp://10.0.3.7:5556c")).hasMessageContaining("zmq:bind:tcp binds");
    }
}
