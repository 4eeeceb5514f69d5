// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import io.ebpflow.it.Command;
import io.ebpflow.it.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a JVM has when the garbage has been collected, by the kernel's account and by that of jcmd.
 *
 * <p>Threading: immutable.
 */
final class Census {
    private static final Pattern THREAD = Pattern.compile("^\"(.*)\" #\\d+");
    private static final Pattern OURS =
            Pattern.compile("^[-|\\s]*((?:io\\.ebpflow\\.(?!it\\.)|com\\.sun\\.jna)[^/]*)/");
    private static final Pattern HEAP = Pattern.compile("(?i)(?:def ?new|tenured).*used (\\d+)K");
    private static final Pattern LOADER = Pattern.compile("^0x\\w+ +0x\\w+ +0x\\w+ +\\d+ .* (\\S+)$");
    private static final Pattern CLASS = Pattern.compile("^[-|\\s]*([\\w.$]+)/");

    /** Where file descriptors lead to, and how many there are of each. */
    final Map<String, Long> fds;

    /** Files in the address space. */
    final Map<String, Long> files;

    /** Java's threads by name. */
    final Map<String, Long> threads;

    /** Our classes by name. */
    final Map<String, Long> ours;

    /** Class loaders by their class. */
    final Map<String, Long> loaders;

    /** Names of classes; the JVM's own count has former versions of them in it. */
    final long classes;

    final long heapKb;

    Census(Jdk jdk, long pid, Path directory) throws Exception {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 3; i++) { // what has a finalizer is let go of by the next collection
            commands.addAll(List.of("GC.run", "GC.run_finalization"));
        }
        commands.addAll(List.of("GC.heap_info", "Thread.print", "VM.class_hierarchy", "VM.classloader_stats"));
        Path script = Files.write(directory.resolve("census"), commands);
        List<String> said = Command.run(jdk.program("jcmd").toString(), Long.toString(pid), "-f", script.toString())
                .lines()
                .collect(Collectors.toList());
        Path process = Path.of("/proc", Long.toString(pid));
        fds = counted(targets(process.resolve("fd")).map(target -> target.replaceAll(":\\[.*", "")));
        files = counted(Files.readAllLines(process.resolve("maps")).stream()
                .map(line -> line.split(" +", 6))
                .filter(words -> words.length == 6 && words[5].startsWith("/"))
                .map(words -> words[5]));
        threads = counted(found(THREAD, said));
        ours = counted(found(OURS, said));
        loaders = counted(found(LOADER, said));
        classes = found(CLASS, said).distinct().count();
        heapKb = sum(HEAP, said);
    }

    private static Stream<String> targets(Path fds) throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> all = Files.list(fds)) {
            for (Path fd : all.collect(Collectors.toList())) {
                targets.add(Files.readSymbolicLink(fd).toString());
            }
        }
        return targets.stream();
    }

    private static Stream<String> found(Pattern pattern, List<String> lines) {
        return lines.stream().map(pattern::matcher).filter(Matcher::find).map(matcher -> matcher.group(1));
    }

    private static long sum(Pattern pattern, List<String> lines) {
        return found(pattern, lines).mapToLong(Long::parseLong).sum();
    }

    private static Map<String, Long> counted(Stream<String> names) {
        return names.collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }
}
