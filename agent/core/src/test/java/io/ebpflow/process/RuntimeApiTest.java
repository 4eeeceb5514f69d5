// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebpflow.kernel.libc.JnaLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeApiTest {
    private static final String ID = "275d71585e03a0dfd0ac4e2fb8d7b95b3f0e9d7e4a3b52f0d1a6c5b4e3f2a190";
    private static final String UPPER = "/var/lib/docker/overlay2/0f1e2d/diff";

    private static final ContainerFacts DOCKER = new ContainerFacts(ID, "docker", null, null, null);

    @TempDir
    Path directory;

    @BeforeAll
    static void loadNative() {
        assertThat(JnaLoader.load()).isNull();
    }

    /** The parts of Docker's answer around those that we read, and those. */
    private static String inspected(String id, String name, String labels) {
        return "{\"Id\":\"" + id
                + "\",\"Created\":\"2026-11-23T03:11:22.123456789Z\",\"Path\":\"java\",\"Args\":[\"-jar\"],"
                + "\"State\":{\"Status\":\"running\",\"Running\":true,\"Pid\":4711,\"Error\":\"\",\"Health\":null},"
                + "\"Name\":\"" + name + "\",\"RestartCount\":0,\"Driver\":\"overlay2\","
                + "\"HostConfig\":{\"NetworkMode\":\"bridge\",\"NanoCpus\":1500000000,\"Memory\":9223372036854771712},"
                + "\"GraphDriver\":{\"Data\":{\"UpperDir\":\"" + UPPER + "\"},\"Name\":\"overlay2\"},"
                + "\"Config\":{\"Hostname\":\"275d71585e03\",\"Env\":[\"X=\\u00fc\"],\"Labels\":" + labels + "}}";
    }

    private static RuntimeApi api(String... sockets) {
        return new RuntimeApi(new UnixHttp(5_000_000_000L, () -> false), List.of(sockets));
    }

    private FakeRuntime runtime(String answer) {
        return new FakeRuntime(directory.resolve("docker.sock"), request -> answer);
    }

    @Test
    void asksForTheNameAsDockerWantsItAsked() {
        try (FakeRuntime docker = runtime(FakeRuntime.chunked(200, inspected(ID, "/shop-web-1", "{}")))) {
            ContainerFacts facts = api(directory + "/nobody", docker.path()).describe(DOCKER, UPPER);

            assertThat(facts.name).isEqualTo("shop-web-1");
            assertThat(facts.id).isEqualTo(ID);
            assertThat(docker.requests())
                    .singleElement()
                    .asString()
                    .startsWith("GET /containers/" + ID + "/json HTTP/1.1\r\nHost: ")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void inAPodTheLabelsNameIt() {
        String labels = "{\"io.kubernetes.container.name\":\"web\",\"io.kubernetes.pod.name\":\"shop-0\","
                + "\"io.kubernetes.pod.namespace\":\"production\"}";
        try (FakeRuntime docker =
                runtime(FakeRuntime.chunked(200, inspected(ID, "/k8s_web_shop-0_production_1", labels)))) {
            ContainerFacts facts = api(docker.path()).describe(DOCKER, null);

            assertThat(facts.name).isEqualTo("web");
            assertThat(facts.pod).isEqualTo("shop-0");
            assertThat(facts.namespace).isEqualTo("production");
        }
    }

    /** With {@code --network container:X} the files that name a container are those of X. */
    @Test
    void anIdThatIsAnotherContainersIsNotShown() {
        try (FakeRuntime docker = runtime(FakeRuntime.chunked(200, inspected(ID, "/x", "null")))) {
            ContainerFacts facts = api(docker.path()).describe(DOCKER, "/var/lib/docker/overlay2/a1b2c3/diff");

            assertThat(facts.id).isNull();
            assertThat(facts.name).isNull();
            assertThat(facts.runtime).isEqualTo("docker");
            assertThat(api(docker.path()).describe(DOCKER, "0f1e2d/diff").name).isEqualTo("x");
        }
    }

    @Test
    void whatIsNoAnswerLeavesWhatWasKnown() {
        String right = FakeRuntime.chunked(200, inspected(ID, "/x", "{}"));
        for (String answer : List.of(
                "",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 200 OK\r\n",
                FakeRuntime.chunked(404, "{\"message\":\"No such container: " + ID + "\"}"),
                FakeRuntime.chunked(200, inspected(ID.replace('2', '3'), "/other", "{}")),
                FakeRuntime.chunked(200, "[]"),
                FakeRuntime.chunked(200, "{\"Id\":"),
                right.substring(0, right.length() - 9))) {
            try (FakeRuntime docker = runtime(answer)) {
                assertThat(api(docker.path()).describe(DOCKER, null)).as(answer).isSameAs(DOCKER);
            }
            assertThat(directory.resolve("docker.sock").toFile().delete()).isTrue();
        }
    }

    @Test
    void doesNotAskWhereNobodyWouldAnswer() {
        try (FakeRuntime docker = runtime(null)) {
            ContainerFacts crio = new ContainerFacts(ID, "cri-o", null, null, null);

            assertThat(api(docker.path()).describe(crio, null)).isSameAs(crio);
            assertThat(api(docker.path()).describe(ContainerFacts.NONE, null)).isSameAs(ContainerFacts.NONE);
            assertThat(docker.requests()).isEmpty();
        }
    }

    @Test
    void givesUpWhenItIsTimeTo() {
        try (FakeRuntime docker = runtime(null)) {
            UnixHttp impatient = new UnixHttp(50_000_000, () -> false);
            assertThatThrownBy(() -> impatient.get(docker.path(), "/x")).isInstanceOf(IOException.class);

            AtomicBoolean isStopping = new AtomicBoolean(true);
            UnixHttp stopping = new UnixHttp(Long.MAX_VALUE / 2, isStopping::get);
            assertThatThrownBy(() -> stopping.get(docker.path(), "/x")).hasMessage("no answer in time");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello, and more",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n03\r\nllo\r\n0\r\nX: y\r\n\r\n",
            })
    void readsBodiesOfAllKinds(String answer) throws IOException {
        assertThat(HttpAnswer.of(answer.getBytes(StandardCharsets.UTF_8)).body).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
            })
    void refusesWhatIsNotComplete(String answer) {
        assertThatThrownBy(() -> HttpAnswer.of(answer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void looksForSocketsWhereTheyAre() {
        Map<String, String> environment = Map.of(
                "DOCKER_HOST",
                "unix:///srv/docker.sock",
                "CONTAINER_HOST",
                "ssh://x",
                "XDG_RUNTIME_DIR",
                "/run/user/7");

        assertThat(RuntimeApi.sockets(environment::get))
                .containsExactly(
                        "/srv/docker.sock",
                        "/var/run/docker.sock",
                        "/run/podman/podman.sock",
                        "/run/user/7/docker.sock",
                        "/run/user/7/podman/podman.sock");
    }
}
