// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.JvmFacts;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProcessJsonTest {
    private static final String ON_A_HOST = "\"exe\":\"/usr/lib/jvm/java-17/bin/java\",\"uid\":1000,\"user\":\"shop\","
            + "\"gid\":1001,\"group\":\"services\",\"parent_pid\":4700,\"parent_exe\":\"/usr/bin/bash\"";

    private static String members(JvmFacts facts) {
        return new ProcessJson(() -> facts).members().toString();
    }

    @Test
    void whatIsNotKnownHasNoKey() {
        assertThat(members(SampleProcess.UNKNOWN)).isEmpty();
        assertThat(members(SampleProcess.ON_A_HOST)).isEqualTo(ON_A_HOST);
    }

    @Test
    void tellsTheContainerAndThePod() {
        assertThat(members(SampleProcess.IN_DOCKER))
                .isEqualTo(ON_A_HOST + ",\"container_id\":\"" + SampleProcess.CONTAINER_ID
                        + "\",\"container_runtime\":\"docker\",\"container_name\":\"shop-web-1\"");
        assertThat(members(SampleProcess.IN_A_POD))
                .endsWith(",\"container_runtime\":\"containerd\",\"container_name\":\"web\","
                        + "\"kube_pod\":\"shop-7d4b9c6f5-x2x7q\",\"kube_namespace\":\"production\"");
    }

    @Test
    void isRenderedOnceUntilSomethingIsReadAgain() {
        AtomicReference<JvmFacts> facts = new AtomicReference<>(SampleProcess.ON_A_HOST);
        ProcessJson json = new ProcessJson(facts::get);
        assertThat(json.members()).isSameAs(json.members()).asString().doesNotContain("container");

        facts.set(SampleProcess.IN_DOCKER);

        assertThat(json.members()).asString().contains("shop-web-1");
    }

    @Test
    void isInEveryRecordBeforeWhatWasLost() {
        FlowEvent health = new FlowEvent().reset(EventType.HEALTH, 0);
        health.health = "connect=3";
        JsonFormat format =
                new JsonFormat(() -> SampleProcess.ON_A_HOST, new InterfaceNames(index -> null, System::nanoTime));

        for (FlowEvent event : SampleEvents.all().values()) {
            StringBuilder line = new StringBuilder();
            format.append(line, event);
            assertThat(line).contains("\"pid\":4711,", ON_A_HOST);
        }
        StringBuilder line = new StringBuilder();
        format.append(line, health);
        assertThat(line)
                .endsWith("\"event\":\"health\",\"pid\":4711," + ON_A_HOST + ",\"lost_records\":{\"connect\":3}}");
    }
}
