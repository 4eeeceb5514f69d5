// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/parity.md: no cell is empty, and each test that it names is there. */
class ParityTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/parity.md")).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("| ---"))
                .filter(line -> !line.endsWith("| ours | shown by |"))
                .map(line -> line.substring(1, line.length() - 1).split("\\|", -1))
                .collect(Collectors.toList());
    }

    private static Set<String> tests() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : new String[] {"agent", "integration-tests"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module), new FileVisitOption[0])) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith("Test.java") || name.endsWith("IT.java"))
                        .forEach(name -> names.add(name.replace(".java", "")));
            }
        }
        return names;
    }

    @Test
    void everyFeatureHasATestOrAReason() throws IOException {
        Set<String> tests = tests();
        List<String[]> rows = rows();
        assertThat(rows).hasSizeGreaterThan(40);
        for (String[] row : rows) {
            assertThat(row).as("%s", Arrays.toString(row)).hasSize(3);
            assertThat(row).as("%s", Arrays.toString(row)).noneMatch(String::isBlank);
            Matcher named = TEST.matcher(row[2]);
            int count = 0;
            while (named.find()) {
                assertThat(tests).as("%s", row[2]).contains(named.group(1));
                count++;
            }
            boolean hasReason = row[2].trim().matches("none: .+|planned");
            assertThat(count > 0 || hasReason).as("%s", Arrays.toString(row)).isTrue();
        }
    }
}
