// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import io.ebpflow.it.AgentJvm;
import java.util.List;
import java.util.Map;

/**
 * A workload that does what a line says, says what came of it, and pauses at {@code done}.
 *
 * <p>Threading: confined to the test.
 */
final class Commanded implements AutoCloseable {

    private final AgentJvm jvm;

    /** Starts it. */
    Commanded(AgentJvm prepared, Class<?> main) throws Exception {
        jvm = prepared.start(main);
    }

    /** Answers the lines it said. */
    List<String> call(String command) throws Exception {
        jvm.go(command);
        return jvm.awaitPause("done");
    }

    /** Answers the number it said. */
    int number(String command) throws Exception {
        return Integer.parseInt(call(command).get(0));
    }

    AgentJvm jvm() {
        return jvm;
    }

    /** Ends it; answers all that was seen of it. */
    List<Map<String, Object>> finish() throws Exception {
        jvm.finish();
        return jvm.events();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
