// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc;

import java.io.File;
import java.io.IOException;

/**
 * A new directory that only its owner can enter. {@code java.nio.file} would make it so in one step, but using it this
 * early fixes the default file system before the application can choose one.
 *
 * <p>Threading: stateless.
 */
final class PrivateDirectory {

    /** Names are guessable; what counts is that mkdir fails on an existing one. */
    private static final int ATTEMPTS = 100;

    private PrivateDirectory() {}

    static File in(File parent) throws IOException {
        String prefix = "ebpflow-" + ProcessHandle.current().pid() + "-";
        for (int i = 0; i < ATTEMPTS; i++) {
            File directory = new File(parent, prefix + Long.toHexString(System.nanoTime() + i));
            if (directory.mkdir()) {
                closeToOthers(directory);
                return directory;
            }
        }
        throw new IOException("cannot make a directory");
    }

    private static void closeToOthers(File directory) throws IOException {
        boolean isClosed = directory.setReadable(false, false)
                && directory.setWritable(false, false)
                && directory.setExecutable(false, false)
                && directory.setReadable(true, true)
                && directory.setWritable(true, true)
                && directory.setExecutable(true, true);
        // With a umask of 0 someone else could have put a file there in between.
        String[] content = directory.list();
        if (!isClosed || content == null || content.length != 0) {
            directory.delete();
            throw new IOException("cannot make a directory that is closed to others");
        }
    }
}
