// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The containers of this machine that have processes in sight, by their cgroups: on the host all of them, in a container those
 * with the same pid namespace.
 *
 * <p>Threading: confined to one thread.
 */
final class ContainerProcesses {
    /** Their cgroups are read, one file each. */
    private static final int MAX_PROCESSES = 8_192;

    private static final int MAX_CONTAINERS = 512;

    /** Links of open files that are read of one container. */
    private static final int MAX_LINKS = 16_384;

    private static final String SOCKET = "socket:[";

    /** Pids by the container's id. */
    private final Map<String, List<String>> pids = new LinkedHashMap<>();

    private final Map<String, Set<Long>> sockets = new HashMap<>();
    private final ProcFiles files;
    private final boolean isComplete;

    /** @param ownId container that is left out, ours; null: none */
    ContainerProcesses(ProcFiles files, String ownId) {
        this.files = files;
        int count = 0;
        for (String pid : files.numbers("/proc")) {
            if (++count > MAX_PROCESSES) {
                break;
            }
            String id = CgroupPaths.of(files.read("/proc/" + pid + "/cgroup")).id;
            if (id != null && !id.equals(ownId) && (pids.containsKey(id) || pids.size() < MAX_CONTAINERS)) {
                pids.computeIfAbsent(id, key -> new ArrayList<>()).add(pid);
            }
        }
        isComplete = count <= MAX_PROCESSES && pids.size() < MAX_CONTAINERS;
    }

    /** Whether there were no more than are looked at. */
    boolean isComplete() {
        return isComplete;
    }

    /** Ids. */
    Iterable<String> ids() {
        return pids.keySet();
    }

    boolean isEmpty() {
        return pids.isEmpty();
    }

    /** @return directory of one of its processes, {@code /proc/PID} */
    String directoryOf(String id) {
        return "/proc/" + pids.get(id).get(0);
    }

    int pidOf(String id) {
        return Integer.parseInt(pids.get(id).get(0));
    }

    /**
     * @return the sockets that its processes have open, by inode; null: not all of that is for us to see, which takes their user
     *     or root
     */
    Set<Long> socketsOf(String id) {
        if (!sockets.containsKey(id)) {
            sockets.put(id, readSockets(id));
        }
        return sockets.get(id);
    }

    private Set<Long> readSockets(String id) {
        Set<Long> inodes = new HashSet<>();
        int count = 0;
        for (String pid : pids.get(id)) {
            String directory = "/proc/" + pid + "/fd";
            List<String> fds = files.numbers(directory);
            count += fds.size();
            if (fds.isEmpty() || count > MAX_LINKS) {
                return null;
            }
            for (String fd : fds) {
                String link = files.link(directory + "/" + fd);
                if (link != null && link.startsWith(SOCKET)) {
                    inodes.add(Long.parseLong(link.substring(SOCKET.length(), link.length() - 1)));
                }
            }
        }
        return inodes;
    }
}
