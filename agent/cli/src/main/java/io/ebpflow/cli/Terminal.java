// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.health.Printable;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output, which may be a terminal, a file or a pipe, and standard error for everything that is no result. UTF-8
 * whatever the locale is.
 *
 * <p>Threading: confined to the main thread; {@link #say} is for any.
 */
final class Terminal {
    /** Colours that can be read on black and on white. */
    enum Colour {
        NONE(""),
        RED("\u001b[31m"),
        YELLOW("\u001b[33m"),
        GREY("\u001b[90m");

        private static final String RESET = "\u001b[0m";

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    private final OutputStream out;
    private final boolean isScreen;
    private final boolean hasColors;

    Terminal(OutputStream out, boolean isScreen, boolean hasColors) {
        this.out = out;
        this.isScreen = isScreen;
        this.hasColors = hasColors;
    }

    static Terminal ofThisProcess() {
        String term = System.getenv("TERM");
        boolean isScreen = isTerminal() && !isNullOrEmpty(term) && !term.equals("dumb");
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        return new Terminal(out, isScreen, isScreen && isNullOrEmpty(System.getenv("NO_COLOR")));
    }

    private static boolean isNullOrEmpty(String text) {
        return text == null || text.isEmpty();
    }

    /** System.console() looks at standard input too, and from JDK 22 on it is never null. */
    private static boolean isTerminal() {
        String file = standardOutput();
        return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
    }

    /** What it is, empty: not known. */
    private static String standardOutput() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether it is a terminal that understands control sequences. */
    boolean isScreen() {
        return isScreen;
    }

    boolean hasColors() {
        return hasColors;
    }

    /** Prints a line, or some, without the last line break. */
    void print(String text, Colour colour) throws IOException {
        boolean isPlain = !hasColors || colour == Colour.NONE;
        String line = isPlain ? text + "\n" : colour.code + text + Colour.RESET + "\n";
        write(line.getBytes(StandardCharsets.UTF_8));
    }

    void print(String text) throws IOException {
        print(text, Colour.NONE);
    }

    /** Writes control sequences and what is between them. */
    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
        flush();
    }

    private void write(byte[] bytes) throws OutputLost {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new OutputLost(e, isReadByOthers());
        }
    }

    void flush() throws OutputLost {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputLost(e, isReadByOthers());
        }
    }

    /** What such an output no longer takes, nobody reads: told by what it is, for the text of the error depends on the language. */
    private static boolean isReadByOthers() {
        return isTerminal() || standardOutput().matches("(?:pipe|socket):.*");
    }

    /** What is no result, on standard error. */
    void say(String line) {
        System.err.println("ebpflow: " + oneLine(line));
    }

    static String oneLine(String text) {
        return Printable.of(String.valueOf(text).replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }
}
