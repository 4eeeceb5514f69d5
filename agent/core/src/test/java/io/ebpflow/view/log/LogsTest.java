// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.config.ConfigParser;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.OwnProcess;
import io.ebpflow.view.FlowView;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    @TempDir
    Path directory;

    private static Logs open(String arguments) {
        return Logs.open(
                ConfigParser.parse(arguments, new File("nowhere/ebpflow.jar")), null, OwnProcess.ofThis(false)::facts);
    }

    private String written(String arguments) throws IOException {
        Path file = directory.resolve("flows.log");
        try (Logs logs = open(arguments + ",file=" + file);
                FlowView view = logs.flowView().orElseThrow(AssertionError::new)) {
            for (FlowEvent event : SampleEvents.all().values()) {
                view.onEvent(event);
            }
            view.onIdle();
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    @Test
    void writesWhatTheOptionsAskFor() throws IOException {
        long slow = SampleEvents.all().values().stream()
                .filter(event -> event.type == EventType.SLOW)
                .count();
        assertThat(written("flows=all").lines()).hasSize(SampleEvents.all().size() + (int) slow);
        assertThat(written("flows=off,format=json").lines().reduce((first, last) -> last))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("{\"ts\":")
                        .contains("\"pid\":" + ProcessHandle.current().pid()));
    }

    @Test
    void isSilentWhenLoggingIsOff() {
        try (Logs logs = open("logging=off")) {
            assertThat(logs.flowView()).isEmpty();
            logs.agentLog().error("nobody hears it");
        }
    }

    @Test
    void neverLoadsTheStaticBindingOfSlf4j() throws Exception {
        List<String> loaded = new ArrayList<>();
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(new File(entry).toURI().toURL());
        }
        try (URLClassLoader isolated =
                new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader()) {
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        loaded.add(name);
                        return super.findClass(name);
                    }
                }) {
            isolated.loadClass(OneFlow.class.getName())
                    .getMethod("write", String.class)
                    .invoke(null, directory.resolve("isolated.log").toString());
        }
        assertThat(loaded).contains("ch.qos.logback.classic.LoggerContext");
        assertThat(loaded)
                .filteredOn(name -> name.startsWith("org.slf4j.LoggerFactory")
                        || name.startsWith("org.slf4j.MDC")
                        || name.contains("ContextInitializer")
                        || name.contains("Configurator"))
                .isEmpty();
        assertThat(directory.resolve("isolated.log")).isNotEmptyFile();
    }

    /** Runs in the isolated class loader. */
    public static final class OneFlow {
        private OneFlow() {}

        public static void write(String file) {
            try (Logs logs = open("flows=all,file=" + file);
                    FlowView view = logs.flowView().orElseThrow(AssertionError::new)) {
                view.onEvent(SampleEvents.all().get("connect"));
            }
        }
    }
}
