// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Greeter;

/** How it looks when flows cannot be seen: the application as ever, and one line of ours that says why. */
final class Refused {

    private Refused() {}

    static void assertOneError(JvmRun run, String... parts) {
        assertThat(run.out()).isEqualTo(Greeter.GREETING);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).allMatch(line -> line.startsWith("[ebpflow] "));
        assertThat(run.err())
                .filteredOn(line -> !line.startsWith("[ebpflow] INFO "))
                .singleElement()
                .asString()
                .startsWith("[ebpflow] ERROR no flows can be seen: ")
                .contains(". To mend it: ")
                .contains(parts);
    }
}
