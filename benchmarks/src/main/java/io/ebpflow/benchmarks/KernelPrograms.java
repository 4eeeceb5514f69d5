// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernel programs that a JVM holds, found by the links among its file descriptors, and what the kernel has counted of
 * each: runs, and nanoseconds in them.
 *
 * <p>Threading: immutable.
 */
final class KernelPrograms {
    private static final Pattern PROGRAM_ID = Pattern.compile("(?m)^prog_id:\\s*(\\d+)$");
    private static final Pattern NAME = Pattern.compile("\"name\":\\s*\"([^\"]*)\"");
    private static final Pattern TIME_NS = Pattern.compile("\"run_time_ns\":\\s*(\\d+)");
    private static final Pattern RUNS = Pattern.compile("\"run_cnt\":\\s*(\\d+)");

    private final Map<String, long[]> runsAndNs;

    private KernelPrograms(Map<String, long[]> runsAndNs) {
        this.runsAndNs = runsAndNs;
    }

    static KernelPrograms of(long pid) throws IOException {
        Map<String, long[]> found = new TreeMap<>();
        for (int id : ids(Path.of("/proc", Long.toString(pid), "fdinfo"))) {
            String json = bpftool("-j", "prog", "show", "id", Integer.toString(id));
            found.put(text(NAME, json), new long[] {number(RUNS, json), number(TIME_NS, json)});
        }
        return new KernelPrograms(found);
    }

    private static Set<Integer> ids(Path fdInfo) throws IOException {
        Set<Integer> ids = new TreeSet<>();
        try (Stream<Path> files = Files.list(fdInfo)) {
            for (Path file : files.collect(Collectors.toList())) {
                try {
                    Matcher id = PROGRAM_ID.matcher(Files.readString(file));
                    if (id.find()) {
                        ids.add(Integer.valueOf(id.group(1)));
                    }
                } catch (NoSuchFileException e) {
                    // closed since
                }
            }
        }
        return ids;
    }

    private static String bpftool(String... arguments) throws IOException {
        String tool = System.getenv().getOrDefault("BPFTOOL", "bpftool");
        String[] command = Stream.concat(Stream.of(tool), Stream.of(arguments)).toArray(String[]::new);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String text(Pattern pattern, String json) throws IOException {
        Matcher matcher = pattern.matcher(json);
        if (!matcher.find()) {
            throw new IOException("bpftool says: " + json);
        }
        return matcher.group(1);
    }

    /** Without the key the program has not run since the kernel counts. */
    private static long number(Pattern pattern, String json) {
        Matcher matcher = pattern.matcher(json);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** What came since an earlier look. */
    KernelPrograms since(KernelPrograms before) {
        Map<String, long[]> difference = new TreeMap<>();
        runsAndNs.forEach((name, now) -> {
            long[] then = before.runsAndNs.getOrDefault(name, new long[2]);
            difference.put(name, new long[] {now[0] - then[0], now[1] - then[1]});
        });
        return new KernelPrograms(difference);
    }

    Set<String> names() {
        return runsAndNs.keySet();
    }

    long runs(String name) {
        return runsAndNs.get(name)[0];
    }

    long timeNs(String name) {
        return runsAndNs.get(name)[1];
    }
}
