// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.app.Errands;
import java.util.List;

/**
 * {@link Errands} in a JVM under the agent.
 *
 * <p>Threading: confined to the test.
 */
final class Errand implements AutoCloseable {

    private final AgentJvm jvm;

    Errand(AgentJvm prepared) throws Exception {
        jvm = prepared.start(Errands.class);
    }

    AgentJvm jvm() {
        return jvm;
    }

    /** Has something done; the only line it answers. */
    String call(String command) throws Exception {
        jvm.go(command);
        List<String> said = jvm.awaitPause("done");
        if (said.size() != 1) {
            throw new AssertionError(command + " was answered by " + said);
        }
        return said.get(0);
    }

    /** {@link #call} for a number. */
    long number(String command) throws Exception {
        return Long.parseLong(call(command));
    }

    @Override
    public void close() {
        jvm.close();
    }
}
