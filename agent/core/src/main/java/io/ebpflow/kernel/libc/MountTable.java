// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where programs may not be run from: the {@code noexec} mounts of {@code /proc/self/mounts}.
 *
 * <p>Threading: immutable.
 */
final class MountTable {

    private final List<String> lines;

    MountTable(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** The table of this process; empty if it cannot be read, since loading itself has the last word. */
    static MountTable ofThisProcess() {
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream("/proc/self/mounts"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.clear();
        }
        return new MountTable(lines);
    }

    /**
     * Looks up the mount that holds a path: the deepest one, and of several at one place the last.
     *
     * @param path absolute, symbolic links resolved
     */
    boolean isNoexec(String path) {
        int deepest = -1;
        boolean isNoexec = false;
        for (String line : lines) {
            // device, mount point, type, options, 0, 0
            String[] fields = line.split(" ");
            if (fields.length < 4) {
                continue;
            }
            String mountPoint = unescaped(fields[1]);
            if (mountPoint.length() >= deepest && isInside(path, mountPoint)) {
                deepest = mountPoint.length();
                isNoexec = List.of(fields[3].split(",")).contains("noexec");
            }
        }
        return isNoexec;
    }

    private static boolean isInside(String path, String directory) {
        return directory.equals("/") || path.equals(directory) || path.startsWith(directory + "/");
    }

    /** The kernel writes space, tab, newline and backslash as three octal digits. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
