// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A cgroup named as Docker names that of a container. Needs root.
 *
 * <p>Threading: confined to the test.
 */
final class ContainerCgroup {

    private static final int TRIES = 100;

    private final Path directory;

    /** @param id of the container, 64 hexadecimal digits */
    ContainerCgroup(String id) throws IOException {
        directory = hierarchy().resolve("docker-" + id + ".scope");
        Files.createDirectory(directory);
    }

    /** That of cgroup v2, or any of v1: each names the container. */
    private static Path hierarchy() throws IOException {
        Path any = null;
        for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            List<String> fields = List.of(mount.split(" "));
            if (fields.get(2).equals("cgroup2")) {
                return Path.of(fields.get(1));
            } else if (fields.get(2).equals("cgroup")) {
                any = Path.of(fields.get(1));
            }
        }
        if (any == null) {
            throw new IllegalStateException("this test makes a cgroup: mount a hierarchy");
        }
        return any;
    }

    /** What runs a program in it. */
    String[] prefix() {
        return new String[] {"sh", "-c", "echo $$ > " + directory + "/cgroup.procs && exec \"$@\"", "sh"};
    }

    /** Takes it away, once its processes have ended. */
    void remove() throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try {
                Files.delete(directory);
                return;
            } catch (IOException e) {
                Thread.sleep(50); // a process is still on its way out
            }
        }
        Files.delete(directory);
    }
}
