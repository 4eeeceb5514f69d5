// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernel's BPF objects, as "link 7", "prog 8", "map 9": those that a process holds, and all there are. Others may come
 * and go meanwhile, ids are not used again.
 */
final class BpfObjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POLL_MS = 10;
    private static final int TRIES = 101;

    private BpfObjects() {}

    /** Everything that hangs on the file descriptors of a process: the maps of programs that no fd holds as well. */
    static Set<String> of(long pid) throws IOException, InterruptedException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> fds = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
            for (Path fd : fds.collect(Collectors.toList())) {
                addFromFd(fd, found);
            }
        }
        Set<String> maps = new TreeSet<>();
        for (JsonNode program : list("prog")) {
            if (found.contains("prog " + program.get("id"))) {
                program.path("map_ids").forEach(id -> maps.add("map " + id));
            }
        }
        found.addAll(maps);
        return found;
    }

    private static void addFromFd(Path fd, Set<String> found) throws IOException {
        for (String line : linesOf(fd)) {
            String[] words = line.split(":\\s*");
            if (words[0].equals("link_id") || words[0].equals("prog_id") || words[0].equals("map_id")) {
                found.add(words[0].replace("_id", " ") + words[1].trim());
            }
        }
    }

    /** Closed while we look, as open(2) or read(2) says: there is nothing, or another one with the same number by now. */
    private static List<String> linesOf(Path fd) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return Files.readAllLines(fd);
            } catch (IOException e) {
                if (!Files.exists(fd)) {
                    return List.of();
                }
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Everything there is. */
    static Set<String> all() throws IOException, InterruptedException {
        Set<String> found = new TreeSet<>();
        for (String kind : new String[] {"link", "prog", "map"}) {
            list(kind).forEach(object -> found.add(kind + " " + object.get("id")));
        }
        return found;
    }

    /** A link that anybody is just about to make has an id, but cannot be had yet: then bpftool gives up. */
    private static JsonNode list(String kind) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
        while (true) {
            try {
                return JSON.readTree(Command.run(bpftool(), "-j", kind, "show"));
            } catch (IllegalStateException e) {
                if (!e.getMessage().contains("Resource temporarily unavailable") || System.nanoTime() > deadlineNs) {
                    throw e;
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    static String bpftool() {
        return Files.isExecutable(Path.of("/usr/sbin/bpftool")) ? "/usr/sbin/bpftool" : "bpftool";
    }
}
