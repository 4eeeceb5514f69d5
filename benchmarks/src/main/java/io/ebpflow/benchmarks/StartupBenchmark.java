// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import io.ebpflow.benchmarks.child.EmptyAgent;
import io.ebpflow.benchmarks.child.HelloWorld;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * {@code startup}: from the start of the process to main(), and to its end, for a program that does nothing else: the
 * agent's own start, in the background, competes with nothing but the JVM's end.
 *
 * <p>Threading: confined to main.
 */
final class StartupBenchmark {
    private final Path jar;
    private final Path target;

    StartupBenchmark(Path jar, Path target) {
        this.jar = jar;
        this.target = target;
    }

    void run(Report report, int rounds) throws Exception {
        List<Variant> variants = List.of(
                Variant.bare(Variant.BARE),
                Variant.agent("an agent that does nothing", emptyAgent(), "", ""),
                Variant.agent("agent, enabled=false", jar, "enabled=false", ""),
                Variant.agent("agent", jar, "", ""),
                Variant.traced("agent, wait=10s", jar, "wait=10s"),
                Variant.bare("bare JVM again"));
        for (Jdk jdk : Jdk.all()) {
            Rounds measured = Rounds.run(variants, rounds, variant -> measure(jdk, variant));
            report.say(measured.table(jdk + ": ms to main()", "main_ns", 1e6, 0));
            report.say(measured.table(jdk + ": ms to the end", "end_ns", 1e6, 0));
        }
    }

    private Path emptyAgent() throws IOException {
        Path file = target.resolve("empty-agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
        String classFile = EmptyAgent.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream in = EmptyAgent.class.getClassLoader().getResourceAsStream(classFile)) {
            out.putNextEntry(new JarEntry(classFile));
            in.transferTo(out);
        }
        return file;
    }

    private Map<String, Double> measure(Jdk jdk, Variant variant) throws IOException, InterruptedException {
        Path errors = target.resolve("startup.err");
        long startNs = System.nanoTime();
        try (Child child = Child.start(jdk.java(), variant.options(), errors, HelloWorld.class)) {
            double mainNs = Long.parseLong(child.readLine()) - startNs;
            child.await();
            double endNs = System.nanoTime() - startNs;
            child.check(variant);
            return Map.of("main_ns", mainNs, "end_ns", endNs);
        }
    }
}
