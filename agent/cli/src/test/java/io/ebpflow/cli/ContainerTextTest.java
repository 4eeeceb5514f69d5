// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.process.ContainerFacts;
import org.junit.jupiter.api.Test;

class ContainerTextTest {
    private static final String ID = "275d71585e03a0dfd0ac4e2fb8d7b95b3f0e9d7e4a3b52f0d1a6c5b4e3f2a190";

    @Test
    void tellsWhatIsKnown() {
        ContainerFacts docker = new ContainerFacts(ID, "docker", "shop-web-1", null, null);
        assertThat(ContainerText.brief(docker)).isEqualTo("shop-web-1");
        assertThat(ContainerText.full(docker)).isEqualTo("docker 275d71585e03 shop-web-1");

        ContainerFacts unnamed = new ContainerFacts(ID, "podman", null, null, null);
        assertThat(ContainerText.brief(unnamed)).isEqualTo("275d71585e03");

        ContainerFacts pod = new ContainerFacts(null, "containerd", "web", "shop-0", "production");
        assertThat(ContainerText.brief(pod)).isEqualTo("production/shop-0/web");
        assertThat(ContainerText.full(pod)).isEqualTo("containerd web pod shop-0 namespace production");

        assertThat(ContainerText.execCommand(docker)).isEqualTo("docker exec 275d71585e03");
        assertThat(ContainerText.execCommand(unnamed)).isEqualTo("podman exec 275d71585e03");
        assertThat(ContainerText.execCommand(pod)).isEqualTo("kubectl exec -n production shop-0 -c web --");
        assertThat(ContainerText.execCommand(ContainerFacts.NONE)).isEqualTo("docker exec");

        assertThat(ContainerText.brief(new ContainerFacts(null, "docker", null, null, null)))
                .isEqualTo("docker");
        assertThat(ContainerText.brief(ContainerFacts.NONE)).isEmpty();
        assertThat(ContainerText.full(ContainerFacts.NONE)).isEmpty();
    }
}
