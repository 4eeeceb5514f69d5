// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network of its own, with a loopback interface and nothing else: no route leads out, and what is dropped or set there
 * concerns nobody else. Needs root.
 *
 * <p>Threading: confined to the test.
 */
public final class NetworkNamespace {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "ebpflow-it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();

    /** Makes one. */
    public NetworkNamespace() throws IOException, InterruptedException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            throw new IllegalStateException("this test makes a network namespace: run it as root");
        }
        Command.run("ip", "netns", "add", name);
        Command.run("ip", "-n", name, "link", "set", "lo", "up");
    }

    /** As {@code ip netns} knows it. */
    public String name() {
        return name;
    }

    /** What runs a program in it. */
    public String[] prefix() {
        return new String[] {"ip", "netns", "exec", name};
    }

    /** Runs a program in it; returns what it said. */
    public String run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(prefix()));
        command.addAll(List.of(words));
        return Command.run(command.toArray(new String[0]));
    }

    /** Joins it to ours by a pair of interfaces with these addresses of a /30; they go with it. */
    public void join(String ours, String theirs) throws IOException, InterruptedException {
        String outside = "ebit" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "x";
        Command.run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name);
        Command.run("ip", "addr", "add", ours + "/30", "dev", outside);
        Command.run("ip", "link", "set", outside, "up");
        Command.run("ip", "-n", name, "addr", "add", theirs + "/30", "dev", "eth0");
        Command.run("ip", "-n", name, "link", "set", "eth0", "up");
    }

    /** Sets a kernel parameter of the namespace. */
    public void sysctl(String key, int value) throws IOException, InterruptedException {
        run("sysctl", "-q", "-w", key + "=" + value);
    }

    /** Packets that come in and match are dropped, in nftables' words. */
    public void drop(String match) throws IOException, InterruptedException {
        run("nft", "add table inet it");
        run("nft", "add chain inet it input { type filter hook input priority 0; }");
        run("nft", "add rule inet it input " + match + " drop");
    }

    /** TCP segments that this namespace has sent again, as the kernel counts them for it. */
    public long retransmittedSegments() throws IOException, InterruptedException {
        List<String[]> rows = new ArrayList<>();
        for (String line : run("cat", "/proc/net/snmp").split("\n")) {
            if (line.startsWith("Tcp:")) {
                rows.add(line.split(" "));
            }
        }
        return Long.parseLong(rows.get(1)[List.of(rows.get(0)).indexOf("RetransSegs")]);
    }

    /** Takes it away; processes that are still in it keep theirs until they end. */
    public void remove() throws IOException, InterruptedException {
        Command.run("ip", "netns", "del", name);
    }
}
