// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the files that runtimes write for a container, with the annotations that their sources name. */
class CriFilesTest {
    private static final Path FIXTURES = Paths.get("src/test/resources/io/ebpflow/process/cri");
    private static final String ID = "275d71585e03a0dfd0ac4e2fb8d7b95b3f0e9d7e4a3b52f0d1a6c5b4e3f2a190";
    private static final String CONTAINERD = "/run/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID;

    @TempDir
    Path root;

    /** As {@code config.json} in a directory. */
    static void copy(String fixture, Path root, String directory) throws IOException {
        Path target = root.resolve(directory.substring(1));
        Files.createDirectories(target);
        Files.copy(FIXTURES.resolve(fixture), target.resolve("config.json"));
    }

    private ContainerFacts describe(ContainerFacts known) {
        return new CriFiles(new ProcFiles(root.toFile(), path -> null)).describe(known);
    }

    private static ContainerFacts known(String runtime) {
        return new ContainerFacts(ID, runtime, null, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "containerd, /run/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID,
        "containerd, /run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID,
        "containerd, /var/snap/microk8s/common/run/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID,
        "crio, /run/containers/storage/overlay-containers/" + ID + "/userdata",
        "crio, /var/lib/containers/storage/overlay-containers/" + ID + "/userdata",
    })
    void namesContainerPodAndNamespace(String fixture, String directory) throws IOException {
        copy(fixture + "-config.json", root, directory);

        // Under cgroupfs the name of the cgroup does not tell the runtime.
        ContainerFacts facts = describe(known(null));

        assertThat(facts.id).isEqualTo(ID);
        assertThat(facts.runtime).isEqualTo(fixture.equals("crio") ? "cri-o" : "containerd");
        assertThat(facts.name).isEqualTo("web");
        assertThat(facts.pod).isEqualTo("shop-7d4b9c6f5-x2x7q");
        assertThat(facts.namespace).isEqualTo("production");
    }

    @Test
    void whereThereIsNoFileItStaysAsItWas() throws IOException {
        ContainerFacts known = known("containerd");
        assertThat(describe(known)).isSameAs(known);

        copy("containerd-config.json", root, CONTAINERD);
        ContainerFacts docker = known("docker");
        assertThat(describe(docker)).isSameAs(docker);
        assertThat(describe(ContainerFacts.NONE)).isSameAs(ContainerFacts.NONE);
        ContainerFacts odd = new ContainerFacts("../" + ID, null, null, null, null);
        assertThat(describe(odd)).isSameAs(odd);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"annotations\":7}",
                "{\"annotations\":{\"io.kubernetes.cri.container-name\":7}}"
            })
    void aFileThatIsNotAsItShouldBe(String content) throws IOException {
        Path target = root.resolve(CONTAINERD.substring(1));
        Files.createDirectories(target);
        Files.writeString(target.resolve("config.json"), content);
        ContainerFacts known = known("containerd");

        assertThat(describe(known)).isSameAs(known);
    }
}
