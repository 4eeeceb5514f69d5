// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

/**
 * A process, as far as it lets itself be looked at. What is not known is null, or {@link #UNKNOWN}.
 *
 * <p>Threading: immutable.
 */
public final class ProcessFacts {
    /** A number that is not known. */
    public static final int UNKNOWN = -1;

    /** As our own pid namespace numbers it. */
    public final int pid;

    /** {@link #UNKNOWN} also if the parent is outside of our pid namespace, as that of a container's first process. */
    public final int parentPid;

    /** What the kernel calls it, 15 bytes at most: to be seen even where the program is not. */
    public final String name;

    /** Path of the program, in the process's own file system; without the mark of a deleted file. */
    public final String exe;

    /** First argument on its command line. */
    public final String argument;

    /** Effective user id. */
    public final int uid;

    /** Its name in /etc/passwd. */
    public final String user;

    /** Effective group id. */
    public final int gid;

    /** Its name in /etc/group. */
    public final String group;

    private ProcessFacts(Builder from) {
        pid = from.pid;
        parentPid = from.parentPid;
        name = from.name;
        exe = from.exe;
        argument = from.argument;
        uid = from.uid;
        user = from.user;
        gid = from.gid;
        group = from.group;
    }

    public static Builder of(int pid) {
        return new Builder(pid);
    }

    /**
     * Of a process of which nothing is known yet but its pid.
     *
     * <p>Threading: confined to one thread.
     */
    public static final class Builder {
        private final int pid;
        private int parentPid = UNKNOWN;
        private String name;
        private String exe;
        private String argument;
        private int uid = UNKNOWN;
        private String user;
        private int gid = UNKNOWN;
        private String group;

        private Builder(int pid) {
            this.pid = pid;
        }

        public Builder parentPid(int newParentPid) {
            parentPid = newParentPid;
            return this;
        }

        public Builder name(String newName) {
            name = newName;
            return this;
        }

        /** @param newArgument first argument on the command line, null: none */
        public Builder program(String newExe, String newArgument) {
            exe = newExe;
            argument = newArgument;
            return this;
        }

        public Builder user(int newUid, String newUser) {
            uid = newUid;
            user = newUser;
            return this;
        }

        public Builder group(int newGid, String newGroup) {
            gid = newGid;
            group = newGroup;
            return this;
        }

        public ProcessFacts build() {
            return new ProcessFacts(this);
        }
    }
}
