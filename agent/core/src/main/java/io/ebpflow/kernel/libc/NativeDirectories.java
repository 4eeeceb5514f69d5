// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Where native code may be unpacked to, the most usual place first.
 *
 * <p>Threading: stateless.
 */
final class NativeDirectories {

    private NativeDirectories() {}

    static List<File> usual() {
        List<File> all = new ArrayList<>();
        all.add(new File(System.getProperty("java.io.tmpdir")));
        all.add(new File("/dev/shm"));
        String uid = uid();
        if (uid != null) {
            all.add(new File("/run/user/" + uid));
        }
        all.add(new File("/var/tmp"));
        File ofJar = directoryOfJar();
        if (ofJar != null) {
            all.add(ofJar);
        }
        all.add(new File(System.getProperty("user.dir")));
        return all;
    }

    /**
     * Tells what speaks against a directory.
     *
     * @return null if nothing does
     */
    static String refusal(File directory, MountTable mounts) {
        if (!directory.isDirectory()) {
            return "no such directory";
        }
        if (!directory.canWrite()) {
            return "not writable";
        }
        try {
            return mounts.isNoexec(directory.getCanonicalPath()) ? "mounted noexec" : null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** The effective user id: second number of {@code Uid:}. Null if /proc is not there. */
    private static String uid() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream("/proc/self/status"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("Uid:")) {
                    return line.split("\\s+")[2];
                }
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    private static File directoryOfJar() {
        CodeSource source = NativeDirectories.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : new File(source.getLocation().toURI()).getParentFile();
        } catch (IllegalArgumentException | URISyntaxException e) {
            return null;
        }
    }
}
