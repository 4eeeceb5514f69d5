// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import io.ebpflow.it.Command;
import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.kernel.libc.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the kernel programs blind for the sockets that a process has now, as if they were not run for what happens to
 * them: takes away the state that is stored with each socket, by which a program knows that it is ours.
 */
final class BlindSpot {

    private static final int PIDFD_OPEN = 434;
    private static final int PIDFD_GETFD = 438;

    /** include/uapi/linux/bpf.h */
    private static final int BPF_MAP_DELETE_ELEM = 3;

    private static final int BPF_MAP_GET_FD_BY_ID = 14;
    private static final int ATTRIBUTE_BYTES = 32;

    private BlindSpot() {}

    /** Returns how many sockets it was. */
    static int cover(long pid) throws IOException, InterruptedException {
        String problem = JnaLoader.load();
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
        int states = check("map", bpf(BPF_MAP_GET_FD_BY_ID, socketStatesOf(pid), null));
        int process = check("pidfd_open", call(PIDFD_OPEN, pid, 0));
        int covered = 0;
        try (Stream<Path> fds = Files.list(Path.of("/proc/" + pid + "/fd"));
                Memory key = new Memory(Integer.BYTES)) {
            for (Path fd : fds.filter(BlindSpot::isSocket).collect(Collectors.toList())) {
                int number = Integer.parseInt(fd.getFileName().toString());
                int socket = check("pidfd_getfd", call(PIDFD_GETFD, process, number, 0));
                key.setInt(0, socket);
                covered += bpf(BPF_MAP_DELETE_ELEM, states, key) == 0 ? 1 : 0;
                LibC.close(socket);
            }
        } finally {
            LibC.close(process);
            LibC.close(states);
        }
        return covered;
    }

    private static boolean isSocket(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed while we looked
        }
    }

    private static int socketStatesOf(long pid) throws IOException, InterruptedException {
        for (String object : BpfObjects.of(pid)) {
            if (object.startsWith("map ")) {
                String id = object.substring("map ".length());
                JsonNode map =
                        new ObjectMapper().readTree(Command.run(BpfObjects.bpftool(), "-j", "map", "show", "id", id));
                if (map.get("type").asText().equals("sk_storage")) {
                    return Integer.parseInt(id);
                }
            }
        }
        throw new IllegalStateException("no socket states of " + pid);
    }

    private static long bpf(int command, int mapOrId, Memory key) {
        int number = System.getProperty("os.arch").equals("aarch64") ? 280 : 321;
        try (Memory attribute = new Memory(ATTRIBUTE_BYTES)) {
            attribute.clear();
            attribute.setInt(0, mapOrId);
            if (key != null) {
                attribute.setPointer(8, key);
            }
            return call(number, command, attribute, ATTRIBUTE_BYTES);
        }
    }

    private static long call(Object... words) {
        return NativeLibrary.getProcess().getFunction("syscall").invokeLong(words);
    }

    private static int check(String what, long result) {
        if (result < 0) {
            throw new IllegalStateException(what + " failed");
        }
        return (int) result;
    }
}
