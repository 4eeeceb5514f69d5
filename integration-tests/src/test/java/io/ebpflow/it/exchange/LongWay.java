// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import io.ebpflow.it.Command;
import io.ebpflow.it.NetworkNamespace;
import io.ebpflow.it.Urgent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two networks with a long way in between: a program of the test's own holds every packet for a known time. It is built
 * from {@code hold_packets.c} with the C compiler that the kernel programs need anyway.
 *
 * <p>Threading: confined to the test.
 */
final class LongWay {

    /** The address at our end. */
    static final String HERE = "10.99.0.1";

    /** The address at the other end. */
    static final String THERE = "10.99.0.2";

    private static final String DEVICE = "longway";

    private final NetworkNamespace here;
    private final NetworkNamespace there;
    private final Process holder;

    /** Every packet is held for so long, in either direction. */
    LongWay(Path directory, int holdUs) throws IOException, InterruptedException {
        Path program = directory.resolve("hold_packets");
        Path source = directory.resolve("hold_packets.c");
        Files.copy(LongWay.class.getResourceAsStream("/hold_packets.c"), source);
        Command.run("cc", "-O1", "-o", program.toString(), source.toString());
        here = new NetworkNamespace();
        there = new NetworkNamespace();
        List<String> command = new ArrayList<>(List.of(Urgent.prefix()));
        command.addAll(List.of(program.toString(), here.name(), there.name(), DEVICE, Integer.toString(holdUs)));
        holder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(said.readLine())) {
            remove();
            throw new IllegalStateException("packets cannot be held: is /dev/net/tun missing?");
        }
        try {
            raise(here, HERE, THERE);
            raise(there, THERE, HERE);
        } catch (IllegalStateException e) {
            remove();
            throw e;
        }
    }

    private static void raise(NetworkNamespace network, String local, String remote)
            throws IOException, InterruptedException {
        network.run("ip", "addr", "add", local, "peer", remote, "dev", DEVICE);
        network.run("ip", "link", "set", DEVICE, "up");
    }

    /** The network of {@link #HERE}. */
    NetworkNamespace here() {
        return here;
    }

    /** The network of {@link #THERE}. */
    NetworkNamespace there() {
        return there;
    }

    /** Takes it away. */
    void remove() throws IOException, InterruptedException {
        holder.destroyForcibly().waitFor();
        here.remove();
        there.remove();
    }
}
