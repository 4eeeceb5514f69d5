// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One watch: has the agent connect to us, prints what it sends, and at the end waits until it has gone.
 *
 * <pre>
 *   we                                  the JVM
 *   make a socket
 *   attach: watch=SOCKET,options  ───>  starts an agent for us, or the one that is there takes the command
 *                                 &lt;───  connects: ready, then events
 *   shut down our direction       ───>  nothing more for us; an agent that was there for us alone leaves
 *                                 &lt;───  bye, end of stream
 * </pre>
 *
 * If we are killed instead, the agent sees the socket closed, with the same effect.
 *
 * <p>Threading: the main thread; the thread of the shutdown hook only asks for the end and waits for it.
 */
final class WatchRun {
    /** An agent that starts or leaves takes no commands; on a busy machine that lasts. */
    private static final long ANSWER_MS = 30_000;

    private static final long ASK_AGAIN_MS = 2_000;
    private static final int POLL_MS = 50;
    private static final long LEAVE_MS = 5_000;

    /** Quiet: the application's standard error and MBeans stay as they are. */
    private static final String OPTIONS = ",enabled=true,logging=off,jmx=false,flows=off,wait=0";

    private final Target target;
    private final File jar;
    private final Display display;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isStopping;
    private FlowSocket socket;
    private boolean isReady;
    private boolean isWell = true;
    private boolean isFarewell;

    WatchRun(Target target, File jar, Display display) {
        this.target = target;
        this.jar = jar;
        this.display = display;
    }

    int run(long durationMs) throws Failure, IOException {
        boolean isThere = target.hasAgent();
        String options = OPTIONS + display.options(!isThere);
        try (FlowSocket opened = FlowSocket.of(target.process())) {
            socket = opened;
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
            if (connect(isThere, options)) {
                show(durationMs);
            }
            return isWell ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            display.end();
            ended.countDown();
        }
    }

    /** Ctrl-C, a plain kill, or the end. */
    private void stopAndWait() {
        isStopping = true;
        try {
            ended.await(LEAVE_MS + ASK_AGAIN_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        display.end();
    }

    /** @return false: ended before; the agent will find nobody here, and leave */
    private boolean connect(boolean isThere, String options) throws Failure, IOException {
        String command = "watch=" + socket.path() + ";" + display.format() + ";" + display.events() + options;
        long startMs = now();
        long askMs = startMs;
        while (!isStopping) {
            if (now() >= askMs) {
                target.send(jar, command);
                askMs = now() + ASK_AGAIN_MS;
            }
            if (socket.accept(POLL_MS)) {
                return true;
            }
            if (!target.process().exists()) {
                throw new Failure("JVM " + target.pid() + " has ended");
            }
            if (now() - startMs > ANSWER_MS) {
                throw new Failure("the agent in JVM " + target.pid() + " does not answer: "
                        + (isThere ? "it may be of another version" : "the JVM's standard error may say why"));
            }
        }
        return false;
    }

    private void show(long durationMs) throws IOException {
        long endMs = Long.MAX_VALUE;
        long deadlineMs = Long.MAX_VALUE;
        boolean isFinished = false;
        while (now() < deadlineMs) {
            if (!isFinished && (isStopping || display.isDone() || now() >= endMs || !isWell)) {
                isFinished = true;
                display.end();
                deadlineMs = now() + LEAVE_MS;
                socket.finish();
            }
            String packet = socket.receive(POLL_MS);
            if (packet == null) {
                display.end(); // what is said is to stay
                sayHowItEnded(isFinished);
                return;
            }
            boolean wasReady = isReady;
            if (!take(packet)) {
                isStopping = true;
            }
            if (isReady && !wasReady && durationMs != Long.MAX_VALUE) {
                endMs = now() + durationMs;
            }
        }
        display.say("JVM " + target.pid() + " does not answer; the agent leaves it by itself as soon as it can");
    }

    /** @return false: nobody reads what we print */
    private boolean take(String packet) throws IOException {
        try {
            int from = 0;
            for (int to = packet.indexOf('\u001e'); to >= 0; to = packet.indexOf('\u001e', from)) {
                String record = packet.substring(from, to);
                if (record.startsWith("!")) {
                    hear(record.substring(1));
                } else {
                    display.print(record);
                }
                from = to + 1;
            }
            display.flush();
            return true;
        } catch (OutputLost e) {
            if (!e.isClosed && isWell) { // once
                isWell = false;
                display.say(e.getMessage());
            }
            return false;
        }
    }

    private void hear(String word) throws IOException {
        int blank = word.indexOf(' ');
        String text = blank < 0 ? "" : word.substring(blank + 1);
        switch (blank < 0 ? word : word.substring(0, blank)) {
            case "ready":
                isReady = true;
                display.say("watching JVM " + target.pid() + ", Ctrl-C ends it");
                display.begin();
                break;
            case "lost":
                display.lost(text);
                break;
            case "warn":
                display.say(text);
                break;
            case "problem":
                isWell = false;
                display.end();
                display.say(text);
                break;
            case "bye":
                isFarewell = true;
                if (isWell) {
                    display.say(
                            text.equals("stays")
                                    ? "the agent stays in JVM " + target.pid()
                                    : "the agent has left JVM " + target.pid());
                }
                break;
            default:
                break; // of a newer agent
        }
    }

    private void sayHowItEnded(boolean isFinished) {
        if (!isFarewell && isWell) {
            display.say(
                    isFinished && target.process().exists()
                            ? "the agent has left JVM " + target.pid()
                            : "JVM " + target.pid() + " has ended");
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
