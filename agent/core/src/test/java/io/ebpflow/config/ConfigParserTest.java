// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.flow.SlowThresholds;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigParserTest {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private File jarDirectory;
    private File workingDirectory;

    @TempDir
    Path directory;

    @BeforeEach
    void makeDirectories() throws IOException {
        jarDirectory = Files.createDirectory(directory.resolve("jar")).toFile();
        workingDirectory = Files.createDirectory(directory.resolve("work")).toFile();
    }

    private Config parse(String arguments) {
        return ConfigParser.parse(arguments, properties, environment, jarDirectory, workingDirectory);
    }

    private static void write(File directory, String name, String text) throws IOException {
        Files.write(directory.toPath().resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hasTheDocumentedDefaults() {
        Config config = parse(null);
        assertThat(config.enabled()).isTrue();
        assertThat(config.flows()).isEqualTo(FlowSelection.NOTABLE);
        assertThat(config.format()).isEqualTo(Config.Format.TEXT);
        assertThat(config.file()).isNull();
        assertThat(config.slow()).isEqualTo(slow(100_000_000L));
        assertThat(config.jmx()).isTrue();
        assertThat(config.loader()).isNull();
        assertThat(config.logging()).isEqualTo(Config.Logging.OWN);
        assertThat(config.waitMs()).isZero();
        assertThat(config.nativeDir()).isNull();
        assertThat(config.snapshotNs()).isEqualTo(10_000_000_000L);
        assertThat(config.ringBytes()).isEqualTo(8 << 20);
        assertThat(config.loaderTimeoutMs()).isEqualTo(5_000);
        assertThat(config.problems()).isEmpty();
        assertThat(config.changes()).isEmpty();
    }

    @Test
    void takesEachOptionFromTheSourceOfHighestRank() throws IOException {
        write(jarDirectory, "ebpflow.properties", "slow=4s\nwait=4s\nsnapshot=4s\nloader_timeout=4s\n");
        environment.put("EBPFLOW_SLOW", "3s");
        environment.put("EBPFLOW_WAIT", "3s");
        environment.put("EBPFLOW_SNAPSHOT", "3s");
        properties.put("ebpflow.slow", "2s");
        properties.put("ebpflow.wait", "2s");
        Config config = parse("slow=1s");
        assertThat(config.slow()).isEqualTo(slow(1_000_000_000L));
        assertThat(config.waitMs()).isEqualTo(2_000);
        assertThat(config.snapshotNs()).isEqualTo(3_000_000_000L);
        assertThat(config.loaderTimeoutMs()).isEqualTo(4_000);
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void saysWhereEachChangeComesFromAndHidesWhatIsTheDefaultAnyway() {
        properties.put("ebpflow.jmx", "true");
        properties.put("ebpflow.slow", "0");
        environment.put("EBPFLOW_FILE", "a\nb");
        assertThat(parse("flows=all").changes())
                .hasValue("configuration: flows=all (agent arguments), file=a\\u000ab (EBPFLOW_FILE),"
                        + " slow=0 (-Debpflow.slow)");
    }

    @Test
    void readsKeysWithoutRegardToCaseAndDashes() {
        properties.put("ebpflow.Loader-Timeout", "7s");
        environment.put("ebpflow_native_dir", "/n");
        Config config = parse("FLOWS=Off, Format = JSON");
        assertThat(config.loaderTimeoutMs()).isEqualTo(7_000);
        assertThat(config.nativeDir()).isEqualTo("/n");
        assertThat(config.flows()).isEqualTo(FlowSelection.OFF);
        assertThat(config.format()).isEqualTo(Config.Format.JSON);
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void readsAListWithPlusOrInQuotes() {
        FlowSelection expected = FlowSelection.of(EnumSet.of(FlowWord.TCP, FlowWord.OUT, FlowWord.CLOSE));
        assertThat(parse("flows=tcp+out+close,jmx=false").flows()).isEqualTo(expected);
        assertThat(parse("flows=\"tcp,out,close\",jmx=false").flows()).isEqualTo(expected);
        assertThat(parse("flows=\"tcp,out,close\",jmx=false").jmx()).isFalse();
    }

    @Test
    void takesAnEmptyValueForTheDefaultWhateverLowerSourcesSay() {
        environment.put("EBPFLOW_SLOW", "3s");
        properties.put("ebpflow.slow", "");
        Config config = parse("");
        assertThat(config.slow()).isEqualTo(slow(100_000_000L));
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void namesEveryProblemAndGoesOnWithTheDefault() {
        properties.put("ebpflow.formt", "json");
        properties.put("ebpflow.ring", "3m");
        environment.put("EBPFLOW_FLOWS", "tcp,sctp");
        Config config = parse("slow=1h,colour=red,out");
        assertThat(config.slow()).isEqualTo(slow(100_000_000L));
        assertThat(config.ringBytes()).isEqualTo(8 << 20);
        assertThat(config.flows()).isEqualTo(FlowSelection.NOTABLE);
        assertThat(config.problems())
                .containsExactly(
                        "agent arguments: \"out\" is not key=value (a list is written flows=tcp+out, or in double"
                                + " quotes)",
                        "unknown option colour (agent arguments), ignored; options: " + Option.allKeys(),
                        "unknown option -Debpflow.formt, ignored; options: " + Option.allKeys(),
                        "option flows=tcp,sctp (EBPFLOW_FLOWS): \"sctp\" is not a word of the list, using notable;"
                                + " accepted: notable, all, off, or a list joined by + of: tcp udp in out retr close"
                                + " connect exchange",
                        "option slow=1h (agent arguments): not accepted, using 100ms; accepted: 0, a whole number with"
                                + " us, ms, s or m up to 60m, or p99; then ;ADDRESS:PORT=VALUE for single peers, * for"
                                + " any address, IPv6 in brackets",
                        "option ring=3m (-Debpflow.ring): not a power of two, using 8m; accepted: a power of two with"
                                + " k or m from 64k up to 64m");
    }

    @Test
    void prefersTheFileBesideTheJarToTheOneInTheWorkingDirectory() throws IOException {
        write(workingDirectory, "ebpflow.properties", "slow=2s");
        assertThat(parse(null).slow()).isEqualTo(slow(2_000_000_000L));
        write(jarDirectory, "ebpflow.properties", "slow=1s");
        assertThat(parse(null).slow()).isEqualTo(slow(1_000_000_000L));
    }

    @Test
    void readsTheFileThatIsNamedInsteadOfTheUsualOnes() throws IOException {
        write(jarDirectory, "ebpflow.properties", "slow=1s");
        write(workingDirectory, "mine.conf", "ebpflow.slow = 5s\nfile = /tmp/gr\u00fcn.log\n");
        environment.put("EBPFLOW_CONFIG", "mine.conf");
        Config config = parse(null);
        assertThat(config.slow()).isEqualTo(slow(5_000_000_000L));
        assertThat(config.file()).isEqualTo(new File("/tmp/gr\u00fcn.log"));
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void saysWhenTheNamedFileIsNotThere() {
        properties.put("ebpflow.config", "/nowhere/x");
        assertThat(parse(null).problems())
                .containsExactly("configuration file /nowhere/x is ignored: /nowhere/x (No such file or directory)");
    }

    @Test
    void saysWhenTheFileIsMalformed() throws IOException {
        write(jarDirectory, "ebpflow.properties", "slow=1s\nfile=\\u12zz");
        assertThat(parse(null).problems()).hasSize(1).allMatch(line -> line.endsWith("Malformed \\uxxxx encoding."));
    }

    @Test
    void runsNoCodeThatAFileFoundInTheWorkingDirectoryNames() throws IOException {
        write(workingDirectory, "ebpflow.properties", "loader=/tmp/evil\nnative_dir=/tmp/evil\nslow=1s\n");
        Config config = parse(null);
        assertThat(config.loader()).isNull();
        assertThat(config.nativeDir()).isNull();
        assertThat(config.slow()).isEqualTo(slow(1_000_000_000L));
        assertThat(config.problems()).hasSize(2).allMatch(line -> line.contains("-Debpflow.config=ebpflow.properties"));
        assertThat(parse("config=ebpflow.properties").loader()).isEqualTo("/tmp/evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EBPFLOW_SERVICE_HOST",
                "EBPFLOW_SERVICE_PORT_HTTP",
                "EBPFLOW_PORT",
                "EBPFLOW_PORT_80_TCP_ADDR",
                "EBPFLOW_LOADER_PORT"
            })
    void ignoresVariablesOfKubernetesServices(String name) {
        environment.put(name, "10.0.0.1");
        assertThat(parse(null).problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryOptionFromItsVariable(Option option) {
        environment.put(option.environmentVariable(), "*bad\0value*");
        assertThat(parse(null).problems()).hasSize(1).first().asString().startsWith("option " + option.key() + "=");
    }

    @Test
    void readsThisProcess() {
        Config config = ConfigParser.parse("flows=off", new File("nowhere/ebpflow.jar"));
        assertThat(config.flows()).isEqualTo(FlowSelection.OFF);
    }

    private static SlowThresholds slow(long ns) {
        return new SlowThresholds(SlowThreshold.ofNs(ns), List.of());
    }
}
