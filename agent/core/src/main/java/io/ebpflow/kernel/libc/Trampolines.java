// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where libffi has mapped its trampolines: code from the middle of the library that it is in, and right behind it as much memory for
 * their parameters (tramp.c: {@code tramp_table_map}). The library's own code is mapped from elsewhere in the file.
 *
 * <p>Threading: immutable.
 */
final class Trampolines {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    private final long address;
    private final long bytes;

    private Trampolines(long address, long bytes) {
        this.address = address;
        this.bytes = bytes;
    }

    /** Those of a library of this process that is deleted. */
    static List<Trampolines> of(String library) {
        try {
            return among(Files.readAllLines(MAPPINGS), library);
        } catch (IOException e) {
            return List.of(); // without /proc they stay, as the library would have it
        }
    }

    /** Those in the lines of a process's {@code maps}: {@code 7f00-7f01 r-xp 00012000 08:01 4711  /tmp/libjnidispatch.so (deleted)}. */
    static List<Trampolines> among(List<String> mappings, String library) {
        List<Trampolines> found = new ArrayList<>();
        for (int i = 0; i + 1 < mappings.size(); i++) {
            String[] code = mappings.get(i).split(" +", 6);
            String[] behind = mappings.get(i + 1).split(" +", 6);
            if (!isCodeOf(library, code) || !isPartOfAnother(mappings, library, code)) {
                continue;
            }
            long start = start(code);
            long bytes = end(code) - start;
            if (behind[1].equals("rw-p") && behind[4].equals("0") && start(behind) == end(code)) {
                found.add(new Trampolines(start, Math.min(2 * bytes, end(behind) - start)));
            }
        }
        return found;
    }

    private static boolean isCodeOf(String library, String[] mapping) {
        return mapping[1].equals("r-xp") && mapping[mapping.length - 1].equals(library + " (deleted)");
    }

    /** True for what is mapped from the middle of a part that is mapped itself. */
    private static boolean isPartOfAnother(List<String> mappings, String library, String[] code) {
        long offset = Long.parseLong(code[2], 16);
        for (String line : mappings) {
            String[] whole = line.split(" +", 6);
            long first = Long.parseLong(whole[2], 16);
            if (isCodeOf(library, whole) && first < offset && offset < first + end(whole) - start(whole)) {
                return true;
            }
        }
        return false;
    }

    private static long start(String[] mapping) {
        return Long.parseUnsignedLong(mapping[0].substring(0, mapping[0].indexOf('-')), 16);
    }

    private static long end(String[] mapping) {
        return Long.parseUnsignedLong(mapping[0].substring(mapping[0].indexOf('-') + 1), 16);
    }

    long address() {
        return address;
    }

    long bytes() {
        return bytes;
    }
}
