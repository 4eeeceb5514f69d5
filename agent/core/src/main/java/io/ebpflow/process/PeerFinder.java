// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Finds which container of this machine the other end of a connection is in. Exactly, or not at all:
 *
 * <ol>
 *   <li>The other end's socket is looked for, by both addresses and ports: in our network namespace, then in those of containers.
 *   <li>Its container is the one of a process that has it open. Where open files are not for us to see, it is the only container
 *       in that namespace.
 *   <li>Where other containers' processes are out of sight, the runtime is asked who has the address: {@link AddressHolders}.
 * </ol>
 *
 * Behind a port that the runtime or a proxy passes on, the other end is the host, or the proxy.
 *
 * <p>Threading: confined to one thread, but for the counts.
 */
public final class PeerFinder {
    /** What is known of a container is kept for so long. */
    private static final long KEEP_NS = 60_000_000_000L;

    private static final int MAX_KEPT = 512;
    private static final String SELF = "/proc/self";
    private static final String NETWORK = "/ns/net";

    private final ProcFiles files;
    private final Supplier<JvmFacts> own;
    private final ContainerReader reader;
    private final CriFiles cri;
    private final RuntimeApi runtime;
    private final AddressHolders holders;
    private final LongSupplier nanoTime;
    private final Map<String, ContainerFacts> kept = new LinkedHashMap<>();
    private long keptNs;
    private volatile long failedCount;
    private long incompleteCount;

    PeerFinder(ProcFiles files, RuntimeApi runtime, Supplier<JvmFacts> own, LongSupplier nanoTime) {
        this.files = files;
        this.own = own;
        this.runtime = runtime;
        this.nanoTime = nanoTime;
        reader = new ContainerReader(files, System::getenv);
        cri = new CriFiles(files);
        holders = new AddressHolders(runtime);
    }

    /**
     * @param own what is known of this JVM
     * @param isStopping whether to give up at once
     */
    public static PeerFinder ofSystem(Supplier<JvmFacts> own, BooleanSupplier isStopping) {
        UnaryOperator<String> environment = System::getenv;
        return new PeerFinder(
                ProcFiles.ofSystem(), RuntimeApi.ofSystem(environment, isStopping), own, System::nanoTime);
    }

    /** Tables that were too big, and answers of the runtime that did not come. Any thread. */
    public long failedCount() {
        return failedCount;
    }

    /** Looks once. Reads some hundred files where there are containers; waits for the runtime, some seconds at most. */
    public void find(List<Peer> peers) {
        ContainerProcesses containers = new ContainerProcesses(files, own.get().container.id);
        List<Peer> elsewhere = containers.isEmpty() ? peers : findHere(peers, containers);
        if (!containers.isEmpty()) {
            findThere(elsewhere, containers);
        }
        for (Peer peer : elsewhere) {
            if (!peer.isFound() && !LocalAddresses.isLoopback(peer.remote)) {
                peer.found(holders.holderOf(peer, nanoTime.getAsLong()));
            }
        }
        incompleteCount += containers.isComplete() ? 0 : 1;
        failedCount = incompleteCount + holders.failedCount();
    }

    /** In our own network namespace. Answers those whose other end is not in it. */
    private List<Peer> findHere(List<Peer> peers, ContainerProcesses containers) {
        LocalAddresses addresses = new LocalAddresses(files, SELF);
        SocketTable table = null;
        List<Peer> elsewhere = new ArrayList<>();
        for (Peer peer : peers) {
            boolean isLoopback = LocalAddresses.isLoopback(peer.remote);
            if (isLoopback || addresses.mayHave(peer.remote)) {
                table = table != null ? table : tableOf(SELF);
                long inode = table.inodeOf(peer);
                if (inode > 0) {
                    String namespace = files.link(SELF + NETWORK);
                    for (String id : containers.ids()) {
                        boolean isHere =
                                namespace != null && namespace.equals(files.link(containers.directoryOf(id) + NETWORK));
                        Set<Long> sockets = isHere ? containers.socketsOf(id) : null;
                        if (sockets != null && sockets.contains(inode)) {
                            peer.found(factsOf(id, containers));
                        }
                    }
                }
                if (inode >= 0) {
                    continue;
                }
            }
            if (!isLoopback) {
                elsewhere.add(peer);
            }
        }
        return elsewhere;
    }

    /** In the network namespaces of containers. */
    private void findThere(List<Peer> peers, ContainerProcesses containers) {
        Map<Peer, List<Sighting>> sightings = new LinkedHashMap<>();
        for (String id : containers.ids()) {
            String directory = containers.directoryOf(id);
            LocalAddresses addresses = null;
            SocketTable table = null;
            for (Peer peer : peers) {
                addresses = addresses != null ? addresses : new LocalAddresses(files, directory);
                if (addresses.mayHave(peer.remote)) {
                    table = table != null ? table : tableOf(directory);
                    long inode = table.inodeOf(peer);
                    if (inode >= 0) {
                        sightings
                                .computeIfAbsent(peer, key -> new ArrayList<>())
                                .add(new Sighting(id, inode));
                    }
                }
            }
        }
        sightings.forEach((peer, seen) -> {
            String id = ownerOf(seen, containers);
            if (id != null) {
                peer.found(factsOf(id, containers));
            }
        });
    }

    /** Containers of one pod share a network, and each of them sees the sockets of all. */
    private static String ownerOf(List<Sighting> seen, ContainerProcesses containers) {
        boolean isUnseen = false;
        for (Sighting sighting : seen) {
            Set<Long> sockets = containers.socketsOf(sighting.id);
            if (sighting.inode != 0 && sockets != null && sockets.contains(sighting.inode)) {
                return sighting.id;
            }
            isUnseen |= sockets == null || sighting.inode == 0;
        }
        return isUnseen && seen.size() == 1 ? seen.get(0).id : null;
    }

    private SocketTable tableOf(String directory) {
        SocketTable table = SocketTable.of(files, directory);
        incompleteCount += table.isCut() ? 1 : 0;
        return table;
    }

    private ContainerFacts factsOf(String id, ContainerProcesses containers) {
        long nowNs = nanoTime.getAsLong();
        if (nowNs - keptNs > KEEP_NS || kept.size() >= MAX_KEPT) {
            kept.clear();
            keptNs = nowNs;
        }
        return kept.computeIfAbsent(id, key -> describe(key, containers.pidOf(key)));
    }

    private ContainerFacts describe(String id, int pid) {
        ContainerFacts known = reader.of(pid);
        // Its process may have ended meanwhile, and another one have its number.
        ContainerFacts facts = id.equals(known.id) ? known : new ContainerFacts(id, null, null, null, null);
        return runtime.describe(cri.describe(facts), null);
    }

    /**
     * A socket that a container sees.
     *
     * <p>Threading: immutable.
     */
    private static final class Sighting {
        final String id;

        /** 0: not accepted yet. */
        final long inode;

        Sighting(String id, long inode) {
            this.id = id;
            this.inode = inode;
        }
    }
}
