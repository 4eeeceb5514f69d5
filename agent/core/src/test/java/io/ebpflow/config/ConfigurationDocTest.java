// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.junit.jupiter.api.Test;

/** The table of docs/configuration.md is generated from {@link Option}. */
class ConfigurationDocTest {
    private static final Path DOC = Paths.get("../../docs/configuration.md");
    private static final String BEGIN = "<!-- generated from Option.java: begin -->\n";
    private static final String END = "<!-- generated from Option.java: end -->\n";
    private static final String REWRITE = "mvn -pl agent/core -am test -Dtest=ConfigurationDocTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Debpflow.docs.write=true";

    @Test
    void documentsEveryOption() throws IOException {
        String doc = new String(Files.readAllBytes(DOC), StandardCharsets.UTF_8);
        int begin = doc.indexOf(BEGIN) + BEGIN.length();
        int end = doc.indexOf(END);
        assertThat(end).as("markers in " + DOC).isGreaterThanOrEqualTo(begin);
        if (Boolean.getBoolean("ebpflow.docs.write")) {
            String written = doc.substring(0, begin) + table() + doc.substring(end);
            Files.write(DOC, written.getBytes(StandardCharsets.UTF_8));
            return;
        }
        assertThat(doc.substring(begin, end))
                .as("the table in docs/configuration.md is out of date, rewrite it: " + REWRITE)
                .isEqualTo(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder();
        table.append("| agent argument, file | system property | environment | default | accepted | meaning |\n");
        table.append("| --- | --- | --- | --- | --- | --- |\n");
        for (Option option : Option.values()) {
            String standard = option.defaultText().isEmpty() ? "not set" : "`" + option.defaultText() + "`";
            String cost = option.performance() == null ? "" : " *Performance: " + option.performance() + ".*";
            table.append("| `")
                    .append(option.key())
                    .append("` | `-D")
                    .append(option.systemProperty())
                    .append("` | `")
                    .append(option.environmentVariable())
                    .append("` | ")
                    .append(standard)
                    .append(" | ")
                    .append(option.accepted())
                    .append(" | ")
                    .append(option.doc())
                    .append(cost)
                    .append(" |\n");
        }
        return table.toString();
    }
}
