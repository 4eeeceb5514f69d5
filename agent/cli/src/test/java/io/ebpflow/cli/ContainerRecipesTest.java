// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.config.Config;
import io.ebpflow.config.ConfigParser;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** What the documentation tells people to type exists: files are whole, options and commands are ours. */
class ContainerRecipesTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path RECIPES = ROOT.resolve("examples/containers");
    private static final Pattern AGENT = Pattern.compile("-javaagent:[^= \"`]*ebpflow\\.jar=([^ \"`)]+)");
    private static final Pattern VARIABLE = Pattern.compile("(EBPFLOW_[A-Z_]+)=([^\\s`\"]+)");
    private static final Pattern COMMAND = Pattern.compile("java -jar (?:\\S*/)?ebpflow\\.jar([^`#()|;>,.\n]*)");
    private static final List<String> INSTRUCTIONS =
            List.of("FROM", "RUN", "COPY", "USER", "ENTRYPOINT", "CMD", "ENV", "WORKDIR", "EXPOSE");

    private static List<Path> texts() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> recipes = Files.list(RECIPES)) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), Stream.concat(docs, recipes))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static void assertAccepted(String arguments, String where) {
        Config config = ConfigParser.parse(arguments, new File("none.jar"));
        assertThat(config.problems()).as("%s in %s", arguments, where).isEmpty();
    }

    @Test
    void optionsOfTheAgentAreKnownAndTheirValuesAccepted() throws IOException {
        int count = 0;
        for (Path text : texts()) {
            Matcher agents = AGENT.matcher(Files.readString(text));
            while (agents.find()) {
                if (!agents.group(1).contains("key=") && !agents.group(1).endsWith("=")) {
                    assertAccepted(agents.group(1), text.toString());
                    count++;
                }
            }
            Matcher variables = VARIABLE.matcher(Files.readString(text));
            while (variables.find()) {
                assertAccepted(
                        variables.group(1).substring(8).toLowerCase() + "=" + variables.group(2), text.toString());
                count++;
            }
        }
        assertThat(count).isGreaterThan(4);
    }

    @Test
    void commandsAreUnderstood() throws IOException {
        Terminal terminal = new Terminal(new ByteArrayOutputStream(), false, false);
        List<String> seen = new ArrayList<>();
        for (Path text : texts()) {
            Matcher commands = COMMAND.matcher(Files.readString(text));
            while (commands.find()) {
                String typed = commands.group(1).replaceAll("  .*", "").trim();
                String line = typed.replaceAll("\\[[A-Za-z]+\\]", "")
                        .replaceAll("\\b(PID|[0-9]+)\\b", "1")
                        .trim();
                String[] words = line.isEmpty() ? new String[0] : line.split(" +");
                CommandLine parser = CommandLineEntry.commands(new File("ebpflow.jar"), terminal);
                CommandLine.ParseResult parsed = parser.parseArgs(words);
                assertThat(parsed.errors()).as("%s in %s", typed, text).isEmpty();
                seen.add(line);
            }
        }
        assertThat(seen).contains("", "1", "top 1", "stop 1", "doctor");
    }

    @Test
    void kubernetesManifestsParseAndGrantNoMoreThanTheTwoRights() throws IOException {
        String text = Files.readString(RECIPES.resolve("kubernetes.yaml"));
        int count = 0;
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            Map<?, ?> spec = at(document, "spec", "template", "spec");
            assertThat(at(document, "spec", "selector", "matchLabels"))
                    .isEqualTo(at(document, "spec", "template", "metadata", "labels"));
            List<Object> volumes = new ArrayList<>();
            ((List<?>) spec.get("volumes")).forEach(volume -> volumes.add(((Map<?, ?>) volume).get("name")));
            for (Object container : (List<?>) spec.get("containers")) {
                Map<?, ?> security = at(container, "securityContext");
                assertThat(security.get("privileged")).isNull();
                assertThat(at(security, "capabilities").get("drop")).isEqualTo(List.of("ALL"));
                assertThat(at(security, "capabilities").get("add")).isEqualTo(List.of("BPF", "PERFMON"));
                for (Object mount : (List<?>) ((Map<?, ?>) container).get("volumeMounts")) {
                    assertThat(volumes).contains(((Map<?, ?>) mount).get("name"));
                }
                variables(container).forEach((name, value) -> {
                    assertThat(name).startsWith("EBPFLOW_");
                    assertAccepted(name.substring(8).toLowerCase() + "=" + value, "kubernetes.yaml");
                });
                count++;
            }
        }
        assertThat(count).isEqualTo(2);
    }

    private static Map<String, String> variables(Object container) {
        Object list = ((Map<?, ?>) container).get("env");
        return list == null
                ? Map.of()
                : ((List<?>) list)
                        .stream()
                                .map(variable -> (Map<?, ?>) variable)
                                .collect(Collectors.toMap(v -> (String) v.get("name"), v -> (String) v.get("value")));
    }

    private static Map<?, ?> at(Object from, String... keys) {
        Map<?, ?> map = (Map<?, ?>) from;
        for (String key : keys) {
            map = (Map<?, ?>) map.get(key);
        }
        assertThat(map).isNotNull();
        return map;
    }

    @Test
    void theDockerfileIsWhole() throws IOException {
        String joined = Files.readString(RECIPES.resolve("Dockerfile")).replaceAll("\\\\\n", " ");
        List<String> lines = joined.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.toList());
        assertThat(lines.get(0)).startsWith("FROM ");
        assertThat(lines).allMatch(line -> INSTRUCTIONS.contains(line.split(" ")[0]));
        assertThat(joined).contains("setcap cap_bpf,cap_perfmon+ep /usr/local/bin/ebpflow-loader");
        int user = joined.indexOf("\nUSER ");
        assertThat(user).isGreaterThan(joined.lastIndexOf("\nRUN ")).isLessThan(joined.indexOf("\nENTRYPOINT "));
        // JSON, else a shell is process 1 and signals do not reach the JVM.
        String entry = lines.get(lines.size() - 1);
        assertThat(new Yaml().<List<String>>load(entry.substring("ENTRYPOINT ".length())))
                .startsWith("java", "-javaagent:/opt/ebpflow/ebpflow.jar=format=json");
    }

    @Test
    void theUnitIsWhatSystemdAccepts() throws Exception {
        Path unit = RECIPES.resolve("shop.service");
        assertThat(Files.readAllLines(unit))
                .contains("[Unit]", "[Service]", "[Install]", "CapabilityBoundingSet=CAP_BPF CAP_PERFMON")
                .allMatch(line -> line.isEmpty() || line.matches("#.*|\\[[A-Z][a-z]+]|[A-Z][A-Za-z]+=.+"));
        if (!Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
            return; // where there is no systemd, the lines above have to do
        }
        // Complains of programs that are not there; ours are to be installed yet.
        String text = Files.readString(unit).replaceAll("ExecStart=\\S+", "ExecStart=/bin/true");
        Path copy = Files.createTempDirectory("unit").resolve("shop.service");
        Files.writeString(copy, text);
        Process process = new ProcessBuilder("/usr/bin/systemd-analyze", "verify", "--man=no", copy.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        assertThat(said.lines().filter(line -> line.contains("shop.service")))
                .as(said)
                .isEmpty();
    }
}
