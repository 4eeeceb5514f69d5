// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.ContainerReader;
import io.ebpflow.process.ProcFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What /proc tells of a process: of those of other users less, never an error.
 *
 * <p>Threading: immutable; each answer is of the moment it is asked for.
 */
final class Proc {
    private static final Path ALL = Path.of("/proc");

    private static final ContainerReader CONTAINERS = new ContainerReader(ProcFiles.ofSystem(), System::getenv);

    private final int pid;
    private final Path directory;

    Proc(int pid) {
        this.pid = pid;
        directory = ALL.resolve(Integer.toString(pid));
    }

    /** All processes, by pid. */
    static List<Proc> all() {
        List<Proc> all = new ArrayList<>();
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(ALL, "[0-9]*")) {
            for (Path number : numbers) {
                all.add(new Proc(Integer.parseInt(number.getFileName().toString())));
            }
        } catch (IOException | NumberFormatException e) {
            return all; // no /proc here
        }
        all.sort((a, b) -> Integer.compare(a.pid, b.pid));
        return all;
    }

    int pid() {
        return pid;
    }

    /** In its file system, seen from here. */
    Path root() {
        return directory.resolve("root");
    }

    boolean exists() {
        return Files.isDirectory(directory) && status("State").matches("[^ZX].*");
    }

    /** True also for a JVM inside another program; of another user's process its name has to tell. */
    boolean isJvm() {
        String maps = read("maps");
        if (!maps.isEmpty()) {
            return maps.contains("/libjvm.so");
        }
        List<String> command = command();
        return !command.isEmpty()
                && (command.get(0).equals("java") || command.get(0).endsWith("/java"));
    }

    /** Arguments, the program's name first; empty for a kernel thread. */
    List<String> command() {
        String line = read("cmdline");
        return line.isEmpty() ? List.of() : List.of(line.split("\0"));
    }

    /** A variable of its environment as it was started; null: not set, or not to be seen. */
    String variable(String name) {
        for (String variable : read("environ").split("\0")) {
            if (variable.startsWith(name + "=")) {
                return variable.substring(name.length() + 1);
            }
        }
        return null;
    }

    /** Effective user id, -1: not known. */
    int uid() {
        return number("Uid");
    }

    /** Effective group id, -1: not known. */
    int gid() {
        return number("Gid");
    }

    private int number(String key) {
        String[] ids = status(key).split("\\s+");
        return ids.length > 1 ? Integer.parseInt(ids[1]) : -1;
    }

    private String status(String key) {
        for (String line : read("status").split("\n")) {
            if (line.startsWith(key + ":")) {
                return line.substring(key.length() + 1).trim();
            }
        }
        return "";
    }

    /** Name of the user, or the number of one without. */
    String user() {
        try {
            return Files.getOwner(directory.resolve("stat")).getName();
        } catch (IOException e) {
            return Integer.toString(uid());
        }
    }

    /** Its container and its pod, as far as its files tell. */
    ContainerFacts container() {
        return CONTAINERS.of(pid);
    }

    /** Whether it sees the same files as we do; true also if nobody can say. */
    boolean hasOurFiles() {
        try {
            Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
            return ours.equals(Files.readSymbolicLink(directory.resolve("ns/mnt")));
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether its files begin with the same directory as ours: it may have some of its own all the same. */
    boolean hasOurRoot() {
        try {
            return Files.isSameFile(root(), Path.of("/"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Its pid as it sees it itself. */
    int innermostPid() {
        String[] pids = status("NSpid").split("\\s+");
        String innermost = pids[pids.length - 1];
        return innermost.isEmpty() ? pid : Integer.parseInt(innermost);
    }

    /** Whether our agent is at work in it: by a thread that it has then. */
    boolean hasAgent() {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(directory.resolve("task"))) {
            for (Path thread : threads) {
                if (read(thread.resolve("comm")).startsWith("ebpflow-reader")) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    private String read(String file) {
        return read(directory.resolve(file));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
