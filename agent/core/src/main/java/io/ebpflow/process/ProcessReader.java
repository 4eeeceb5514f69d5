// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads what /proc says of a process. Names of users and groups are those of /etc/passwd and /etc/group and no others: the
 * C library might ask a directory server for them, over the network that we watch. Each name is looked for once: such a file
 * can have a line for every student of a university.
 *
 * <p>Threading: confined to one thread at a time.
 */
final class ProcessReader {
    private static final String SELF = "/proc/self";
    private static final String DELETED = " (deleted)";

    private final ProcFiles files;

    /** Names by file and id, null for none: of our users and those of our parents. */
    private final Map<String, String> names = new HashMap<>();

    ProcessReader(ProcFiles files) {
        this.files = files;
    }

    /** @param pid of this process, which is told even if /proc tells nothing */
    ProcessFacts self(int pid) {
        return read(SELF, pid);
    }

    /** @return null: it is gone, or hidden from us */
    ProcessFacts other(int pid) {
        String directory = "/proc/" + pid;
        return files.exists(directory) ? read(directory, pid) : null;
    }

    private ProcessFacts read(String directory, int pid) {
        ProcessFacts.Builder facts = ProcessFacts.of(pid);
        facts.program(exe(directory), argument(directory));
        String status = files.read(directory + "/status");
        if (status == null) {
            return facts.build();
        }
        facts.name(value(status, "Name"));
        int uid = number(status, "Uid", 1);
        int gid = number(status, "Gid", 1);
        facts.user(uid, nameOf("/etc/passwd", uid));
        facts.group(gid, nameOf("/etc/group", gid));
        // A /proc of another pid namespace would number our parent otherwise than us.
        if (number(status, "Pid", 0) == pid) {
            int parentPid = number(status, "PPid", 0);
            facts.parentPid(parentPid > 0 ? parentPid : ProcessFacts.UNKNOWN);
        }
        return facts.build();
    }

    private String exe(String directory) {
        String exe = files.link(directory + "/exe");
        return exe != null && exe.endsWith(DELETED) ? exe.substring(0, exe.length() - DELETED.length()) : exe;
    }

    private String argument(String directory) {
        String command = files.read(directory + "/cmdline");
        String[] arguments = command == null ? new String[0] : command.split("\0", 3);
        return arguments.length > 1 && !arguments[1].isEmpty() ? arguments[1] : null;
    }

    private static String value(String status, String key) {
        for (String line : status.split("\n")) {
            if (line.startsWith(key + ":")) {
                return line.substring(key.length() + 1).trim();
            }
        }
        return "";
    }

    /** @param column 0 is the first number after the key */
    private static int number(String status, String key, int column) {
        String[] numbers = value(status, key).split("\\s+");
        return column < numbers.length ? parse(numbers[column]) : ProcessFacts.UNKNOWN;
    }

    /** An id of 32 bits without sign, as -2 is, nobody's of NFS, has no place in an int: nobody runs a JVM as that. */
    private static int parse(String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return ProcessFacts.UNKNOWN;
        }
    }

    private String nameOf(String path, int id) {
        String key = path + ":" + id;
        if (id >= 0 && !names.containsKey(key)) {
            names.put(key, account(path, id));
        }
        return names.get(key);
    }

    /** {@code name:password:id:...}, the first one of this id. */
    private String account(String path, int id) {
        String accounts = files.read(path);
        if (accounts == null) {
            return null;
        }
        String number = Integer.toString(id);
        for (String line : accounts.split("\n")) {
            String[] fields = line.split(":", 4);
            boolean isAccount = fields.length == 4 && !fields[0].isEmpty() && "#+-".indexOf(line.charAt(0)) < 0;
            if (isAccount && fields[2].equals(number)) {
                return fields[0];
            }
        }
        return null;
    }
}
