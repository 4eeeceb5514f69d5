// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import io.ebpflow.it.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A terminal of a certain size with a shell in it: tmux, with a server of its own.
 *
 * <p>Threading: confined to the test.
 */
final class Tmux implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;
    private static final int POLL_MS = 50;

    private final String socket;

    /** @throws IllegalStateException if it is not installed: {@code ./run test} does that */
    Tmux(Path directory, int columns, int lines) throws Exception {
        socket = directory.resolve("tmux").toString();
        String size = "-x" + columns;
        run("-f", "/dev/null", "new-session", "-d", size, "-y" + lines, "env", "-u", "NO_COLOR", "PS1=$ ", "sh");
        await(screen -> screen.get(0).startsWith("$"));
    }

    /** What it answers. */
    private String run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket));
        command.addAll(List.of(words));
        return Command.run(command.toArray(new String[0]));
    }

    /** Has the shell run a command. */
    void type(String line) throws Exception {
        run("send-keys", "-l", line);
        press("Enter");
    }

    /** Keys by tmux's names: {@code q Up C-c}. */
    void press(String... keys) throws Exception {
        List<String> words = new ArrayList<>(List.of("send-keys"));
        words.addAll(List.of(keys));
        run(words.toArray(new String[0]));
    }

    void resize(int columns, int lines) throws Exception {
        run("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(lines));
    }

    /** The lines that are seen, without blanks at their ends. */
    List<String> screen() throws Exception {
        return List.of(run("capture-pane", "-p").split("\n", -1));
    }

    /** The same with colours and the like as sequences. */
    String coloured() throws Exception {
        return run("capture-pane", "-p", "-e");
    }

    boolean isAlternate() throws Exception {
        return run("display-message", "-p", "#{alternate_on}").startsWith("1");
    }

    boolean hasCursor() throws Exception {
        return run("display-message", "-p", "#{cursor_flag}").startsWith("1");
    }

    /** Waits for a screen. */
    List<String> await(Predicate<List<String>> condition) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        List<String> screen = screen();
        while (!condition.test(screen)) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("this is all that is seen:\n" + String.join("\n", screen));
            }
            Thread.sleep(POLL_MS);
            screen = screen();
        }
        return screen;
    }

    /** Waits for a line that has this in it. */
    List<String> await(String text) throws Exception {
        return await(screen -> screen.stream().anyMatch(line -> line.contains(text)));
    }

    @Override
    public void close() throws IOException {
        try {
            run("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
