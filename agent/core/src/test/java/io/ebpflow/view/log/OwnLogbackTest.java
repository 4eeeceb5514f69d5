// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnLogbackTest {
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @BeforeEach
    void captureStandardError() {
        System.setErr(new PrintStream(captured, true));
    }

    @AfterEach
    void restoreStandardError() {
        System.setErr(standardError);
        System.clearProperty("logback.configurationFile");
    }

    private String errorText() {
        return new String(captured.toByteArray(), StandardCharsets.UTF_8);
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    @Test
    void writesFlowsAsTheyAreAndItsOwnWordsWithAPrefix() {
        try (OwnLogback logback = new OwnLogback()) {
            logback.showFlowsIn(null);
            logback.flow("{\"thread\":\"\u00fc {} %n \ud83d\ude00\"}");
            logback.slow("slow\n     call");
            logback.info("started");
            logback.warn("data are incomplete");
            logback.error("off");
        }
        assertThat(errorText())
                .isEqualTo("{\"thread\":\"\u00fc {} %n \ud83d\ude00\"}\nslow\n     call\n[ebpflow] INFO started\n"
                        + "[ebpflow] WARN data are incomplete\n[ebpflow] ERROR off\n");
    }

    @Test
    void warnsOfASlowCallInOneEventOfALoggerOfItsOwn() {
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        try (OwnLogback logback = new OwnLogback()) {
            logback.showFlowsIn(null);
            logback.context.getLogger("ebpflow.slow").addAppender(seen);
            logback.flow("flow");
            logback.slow("slow\n     call");
        }
        assertThat(seen.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getMessage()).isEqualTo("slow\n     call");
        });
    }

    @Test
    void leavesTheApplicationsConfigurationAlone() throws IOException {
        Path trap = directory.resolve("trap.xml");
        Path sprung = directory.resolve("sprung.log");
        Files.write(
                trap,
                ("<configuration debug='true'><appender name='F' class='ch.qos.logback.core.FileAppender'><file>"
                                + sprung + "</file><encoder><pattern>%m</pattern></encoder></appender>"
                                + "<root level='TRACE'><appender-ref ref='F'/></root></configuration>")
                        .getBytes(StandardCharsets.UTF_8));
        System.setProperty("logback.configurationFile", trap.toString());
        try (OwnLogback logback = new OwnLogback()) {
            logback.showFlowsIn(directory.resolve("flows.log").toFile());
            logback.flow("one");
            logback.info("two");
        }
        assertThat(sprung).doesNotExist();
        assertThat(errorText()).isEqualTo("[ebpflow] INFO two\n");
    }

    @Test
    void appendsToAFileAndMakesItsDirectory() throws IOException {
        Path file = directory.resolve("new/100%i%d.log");
        for (int i = 0; i < 2; i++) {
            try (OwnLogback logback = new OwnLogback()) {
                logback.showFlowsIn(file.toFile());
                logback.flow("line " + i);
            }
        }
        assertThat(text(file)).isEqualTo("line 0\nline 1\n");
        assertThat(errorText()).isEmpty();
    }

    @Test
    void keepsLinesInMemoryUntilFlushed() throws IOException {
        Path file = directory.resolve("flows.log");
        try (OwnLogback logback = new OwnLogback()) {
            logback.showFlowsIn(file.toFile());
            logback.flow("line");
            assertThat(text(file)).isEmpty();
            logback.flush();
            assertThat(text(file)).isEqualTo("line\n");
        }
    }

    @Test
    void saysSoAndUsesStandardErrorWhenTheFileCannotBeWritten() throws IOException {
        Path blocked = Files.createFile(directory.resolve("blocked"));
        try (OwnLogback logback = new OwnLogback()) {
            logback.showFlowsIn(blocked.resolve("flows.log").toFile());
            logback.flow("line");
        }
        assertThat(errorText())
                .isEqualTo("[ebpflow] WARN file=" + blocked + "/flows.log cannot be written, flows are shown here:"
                        + " directory " + blocked + " cannot be made\nline\n");
    }

    @Test
    void namesTheCauseWhenTheFileIsADirectory() {
        try (OwnLogback logback = new OwnLogback()) {
            logback.showFlowsIn(directory.toFile());
        }
        assertThat(errorText()).contains("(Is a directory)");
    }

    @Test
    void rollsOverAndKeepsFour() throws IOException {
        File active = directory.resolve("flows.log").toFile();
        NumberedFiles files = new NumberedFiles(4);
        ch.qos.logback.core.FileAppender<Object> parent = new ch.qos.logback.core.FileAppender<>();
        parent.setFile(active.getPath());
        files.setParent(parent);
        for (int i = 0; i < 7; i++) {
            Files.write(active.toPath(), ("content " + i).getBytes(StandardCharsets.UTF_8));
            files.rollover();
        }
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder("flows.log.1", "flows.log.2", "flows.log.3", "flows.log.4");
        assertThat(text(directory.resolve("flows.log.1"))).isEqualTo("content 6");
        assertThat(text(directory.resolve("flows.log.4"))).isEqualTo("content 3");
    }

    @Test
    void rollsOverAtTenMegabytes() throws IOException {
        Path file = directory.resolve("flows.log");
        Files.write(file, new byte[10 << 20]);
        try (OwnLogback logback = new OwnLogback()) {
            logback.showFlowsIn(file.toFile());
            logback.flow("line");
        }
        assertThat(directory.resolve("flows.log.1")).hasSize(10 << 20);
        assertThat(text(file)).isEqualTo("line\n");
    }
}
