// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import io.ebpflow.kernel.libc.LibC;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Files and links of /proc and /etc. Nothing here fails: what is not there, or is not for us, is null. Not java.nio.file,
 * which an agent is better not the first to use; java.io follows links, but does not tell where one leads that is broken.
 *
 * <p>Threading: thread-safe.
 */
public final class ProcFiles {
    /** A table of mounts on a host with thousands of containers has some hundred KB; the user table of a university too. */
    static final int MAX_BYTES = 4 << 20;

    private static final int CHUNK_BYTES = 8_192;

    private final File root;
    private final UnaryOperator<String> links;

    /**
     * @param root of the file system
     * @param links where a link leads, by its path below the root; null: it cannot be read
     */
    public ProcFiles(File root, UnaryOperator<String> links) {
        this.root = root;
        this.links = links;
    }

    /** Of this machine, or container. Needs {@link io.ebpflow.kernel.libc.JnaLoader#load} before the first link is read. */
    public static ProcFiles ofSystem() {
        return new ProcFiles(new File("/"), LibC::readlink);
    }

    /** @return at most little more than {@link #MAX_BYTES}; null: not there, or not to be read */
    String read(String path) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (FileInputStream in = new FileInputStream(file(path))) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int bytes = in.read(chunk); bytes > 0 && content.size() < MAX_BYTES; bytes = in.read(chunk)) {
                content.write(chunk, 0, bytes);
            }
        } catch (IOException e) {
            return null;
        }
        return new String(content.toByteArray(), StandardCharsets.UTF_8);
    }

    /** @return where a link leads; null: not there, or not to be read */
    String link(String path) {
        return links.apply(path);
    }

    /** Names in a directory that are numbers: processes, open files; none: it is not there, or not to be read. */
    List<String> numbers(String path) {
        String[] names = file(path).list();
        List<String> numbers = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
                numbers.add(name);
            }
        }
        return numbers;
    }

    boolean exists(String path) {
        return file(path).exists();
    }

    private File file(String path) {
        return new File(root, path);
    }
}
