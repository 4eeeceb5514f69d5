// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * Packs the one jar.
 *
 * <pre>
 * META-INF/MANIFEST.MF, LICENSE, NOTICE, licenses/    this agent's and its libraries'
 * io/ebpflow/boot/, io/ebpflow/bridge/                 agent/boot: for the system and the bootstrap loader
 * isolated/**.classdata and resources                  agent/core, agent/instrumentation, libraries; of agent/api what is shared
 * cli/**.classdata                                     agent/cli and picocli: for java -jar
 * linux-x86-64/ebpflow-loader, linux-aarch64/...       native: the second only where it was built
 * </pre>
 *
 * A program of our own and not the shade plugin: shading can neither rename classes to {@code .classdata} nor send a
 * library's property reads elsewhere ({@link LibraryRewriter}).
 *
 * <p>Threading: one thread.
 */
public final class AgentJar {

    /** A jar that is copied into every container image has to stay small: above this the build fails. */
    private static final long BUDGET_BYTES = 7_000_000;

    private final Path root;
    private final JarContent content = new JarContent();

    private AgentJar(Path root) {
        this.root = root;
    }

    /**
     * Packs the jar.
     *
     * @param args file to write; version; time stamp of all entries (ISO 8601); top directory of the repository
     * @throws IOException if something is missing, or the jar is over budget
     */
    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        AgentJar agent = new AgentJar(Path.of(args[3]));
        agent.collect(jar.resolveSibling("libraries.txt"), jar.resolveSibling("cli-libraries.txt"));
        agent.content.write(
                jar, manifest(args[1]), OffsetDateTime.parse(args[2]).toLocalDateTime());
        long sizeBytes = Files.size(jar);
        System.out.printf("%s: %,d bytes (budget %,d)%n", jar, sizeBytes, BUDGET_BYTES);
        if (sizeBytes > BUDGET_BYTES) {
            throw new IOException(jar + " is over its budget");
        }
    }

    private void collect(Path libraries, Path cliLibraries) throws IOException {
        addBoot(root.resolve("agent/boot/target/classes"));
        content.addDirectory("isolated/", root.resolve("agent/core/target/classes"), "");
        content.addDirectory("isolated/", root.resolve("agent/instrumentation/target/classes"), "");
        content.addDirectory("isolated/", root.resolve("agent/api/target/classes"), "io/ebpflow/api/internal/");
        new Libraries(content, "isolated/").addAll(libraries);
        content.removeUnused("isolated/", Libraries.PARTLY_USED);
        content.addDirectory("cli/", root.resolve("agent/cli/target/classes"), "");
        new Libraries(content, "cli/").addAll(cliLibraries);
        addLoader("linux-x86-64/ebpflow-loader", root.resolve("native/target/ebpflow-loader"));
        addLoader("linux-aarch64/ebpflow-loader", root.resolve("native/target/aarch64/ebpflow-loader"));
        content.addFile("META-INF/LICENSE", root.resolve("LICENSE"));
        content.addFile("META-INF/NOTICE", root.resolve("NOTICE"));
        content.addFile("META-INF/licenses/GPL-2.0", root.resolve("native/LICENSE.GPL-2.0"));
    }

    /** RecordLayout is compiled with boot, whose classes take only constants from it; core may use it as a class. */
    private void addBoot(Path classes) throws IOException {
        for (String folder : new String[] {"io/ebpflow/boot/", "io/ebpflow/bridge/"}) {
            content.addDirectory("", classes, folder);
        }
        content.addDirectory("isolated/", classes, "io/ebpflow/record/");
    }

    private void addLoader(String entry, Path loader) throws IOException {
        if (Files.exists(loader)) {
            content.addFile(entry, loader);
        } else {
            System.out.println("not in the jar: " + entry + " (" + loader.normalize() + " was not built)");
        }
    }

    private static Manifest manifest(String version) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.IMPLEMENTATION_TITLE, "ebpflow");
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        main.putValue("Automatic-Module-Name", "io.ebpflow");
        main.putValue("Main-Class", "io.ebpflow.boot.Main");
        // Of java -jar alone: JDK 24 and later warn of native calls otherwise.
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        main.putValue("Premain-Class", "io.ebpflow.boot.EbpflowAgent");
        main.putValue("Agent-Class", "io.ebpflow.boot.EbpflowAgent");
        main.putValue("Can-Redefine-Classes", "true");
        main.putValue("Can-Retransform-Classes", "true");
        return manifest;
    }
}
