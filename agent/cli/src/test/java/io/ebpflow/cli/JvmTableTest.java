// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmTableTest {

    @ParameterizedTest
    @CsvSource({
        "java -Xmx1g -cp a.jar:b.jar com.acme.Main x,         com.acme.Main",
        "/opt/jdk/bin/java -Dx=y -jar /srv/shop.jar --port=1, shop.jar",
        "java --module-path mods -m shop/com.acme.Main,       shop/com.acme.Main",
        "java @options com.acme.Main,                         com.acme.Main",
        "/opt/jdk/bin/java,                                   java",
    })
    void namesWhatACommandLineStarts(String command, String main) {
        assertThat(JvmTable.mainOf(List.of(command.split(" ")))).isEqualTo(main);
    }
}
