// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.json.Json;
import io.ebpflow.kernel.LoaderClient;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code doctor [PID]}: what this kernel and this user can do, and what mends the rest. The loader itself is asked, the
 * installed one if there is one, else the copy in the jar.
 *
 * <p>Threading: the main thread.
 */
@Command(
        name = "doctor",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Says what this machine and this user can do, and what mends the rest.")
final class Doctor implements Callable<Integer> {
    private static final String LOADER = "ebpflow-loader";

    private final File jar;
    private final Terminal terminal;
    private boolean isWell = true;

    @Parameters(arity = "0..1", paramLabel = "PID", description = "also: whether this JVM can be attached to")
    private Integer pid;

    Doctor(File jar, Terminal terminal) {
        this.jar = jar;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        line(true, "ebpflow", Version.ofOwnJar());
        line(true, "java", Runtime.version() + " (" + System.getProperty("java.home") + ")");
        line(
                Target.hasAttachApi(),
                "attach",
                Target.hasAttachApi()
                        ? "this Java can attach to a running JVM"
                        : "this Java has no module jdk.attach: use the java of a JDK, or -javaagent:ebpflow.jar");
        kernel();
        if (pid != null) {
            jvm();
        } else {
            container(new Proc((int) ProcessHandle.current().pid()));
        }
        terminal.flush();
        return isWell ? ExitCode.OK : ExitCode.FAILED;
    }

    private void line(boolean isGood, String what, String text) throws IOException {
        isWell &= isGood;
        String mark = isGood ? "ok" : "missing";
        String line = String.format("%-8s %-9s %s", mark, what, Terminal.oneLine(text));
        terminal.print(line, isGood ? Terminal.Colour.NONE : Terminal.Colour.RED);
    }

    private void jvm() throws IOException {
        try {
            boolean hasAgent = Target.of(pid).hasAgent();
            line(true, "jvm", pid + (hasAgent ? " has an agent already" : " can be attached to"));
        } catch (Failure e) {
            line(false, "jvm", e.getMessage());
        }
        container(new Proc(pid));
    }

    /** Of a JVM, or else of this command. */
    private void container(Proc process) throws IOException {
        String text = ContainerText.full(new ContainerNames().of(process));
        line(true, "container", text.isEmpty() ? "none that can be told" : text);
    }

    private void kernel() throws IOException, InterruptedException {
        Path installed = installed();
        Path unpacked = installed == null ? unpack() : null;
        try {
            Map<String, Object> found = probe(installed == null ? unpacked : installed);
            line(true, "loader", installed == null ? "the copy in the jar" : installed.toString());
            boolean hasBtf = Boolean.TRUE.equals(found.get("btf"));
            line(
                    hasBtf,
                    "kernel",
                    found.get("kernel")
                            + (hasBtf
                                    ? " with BTF"
                                    : " without BTF: a kernel built with CONFIG_DEBUG_INFO_BTF=y is needed"));
            boolean canTrace = Boolean.TRUE.equals(found.get("can_trace"));
            line(canTrace, "tracing", canTrace ? "uid " + found.get("uid") + " may trace" : mend(found));
            signals(found);
        } catch (IOException | IllegalArgumentException e) {
            line(false, "loader", "it cannot be asked: " + e.getMessage());
        } finally {
            if (unpacked != null) {
                Files.deleteIfExists(unpacked);
                Files.deleteIfExists(unpacked.getParent());
            }
        }
    }

    private void signals(Map<String, Object> found) throws IOException {
        if (!(found.get("signals") instanceof Map)) {
            return;
        }
        for (Map.Entry<?, ?> signal : ((Map<?, ?>) found.get("signals")).entrySet()) {
            Object attach = ((Map<?, ?>) signal.getValue()).get("attach");
            boolean isThere = attach != null && !attach.equals("none");
            line(isThere, "signal", signal.getKey() + (isThere ? " by " + attach : ": this kernel refuses it"));
        }
    }

    private String mend(Map<String, Object> found) {
        return "uid " + found.get("uid") + " may not trace; once, as root: unzip -p " + jar + " "
                + LoaderClient.platform()
                + "/" + LOADER + " | sudo install -m 755 /dev/stdin /usr/local/bin/" + LOADER
                + " && sudo setcap cap_bpf,cap_perfmon+ep /usr/local/bin/" + LOADER;
    }

    private static Map<String, Object> probe(Path loader) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(loader.toString(), "--probe"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Json.object(answer);
    }

    /** Null: none on the PATH. */
    private static Path installed() {
        String path = System.getenv("PATH");
        for (String directory : path == null ? new String[0] : path.split(File.pathSeparator)) {
            Path file = Path.of(directory, LOADER);
            if (Files.isExecutable(file) && Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    private Path unpack() throws IOException {
        Path file = Files.createTempDirectory("ebpflow-").resolve(LOADER);
        try (JarFile content = new JarFile(jar)) {
            JarEntry entry = content.getJarEntry(LoaderClient.platform() + "/" + LOADER);
            if (entry == null) {
                return file; // starting it says so
            }
            try (InputStream in = content.getInputStream(entry)) {
                Files.copy(in, file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return file;
    }
}
