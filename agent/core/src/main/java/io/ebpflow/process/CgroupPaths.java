// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the container in /proc/PID/cgroup, where runtimes name the cgroup after it:
 *
 * <pre>
 *   docker      /docker/ID                  /system.slice/docker-ID.scope
 *   containerd  /kubepods/.../podUID/ID     .../cri-containerd-ID.scope   .../X.slice:cri-containerd:ID
 *   cri-o       /kubepods/.../crio-ID       .../crio-ID.scope
 *   podman      /libpod_parent/libpod-ID    .../libpod-ID.scope/container
 *   ECS         /ecs/TASK/ID                /ecs/TASK/TASK-NUMBER (Fargate)
 * </pre>
 *
 * The innermost counts: containers run in containers. A scope of conmon, which looks after a container from outside, is none.
 *
 * <p>Threading: immutable.
 */
final class CgroupPaths {
    private static final String ID = "([0-9a-f]{64})";

    private static final Pattern NAMED = Pattern.compile(
            "(?:.*:)?(docker|cri-dockerd|cri-containerd|nerdctl|crio|libpod)[-:]" + ID + "(?:\\.scope)?");
    private static final Pattern BARE = Pattern.compile(ID);
    private static final Pattern FARGATE = Pattern.compile("([0-9a-f]{32}-[0-9]{9,10})");

    /** Null: none is named. */
    final String id;

    /** Null: not told by the path. */
    final String runtime;

    final boolean isKubernetes;

    private CgroupPaths(String id, String runtime, boolean isKubernetes) {
        this.id = id;
        this.runtime = runtime;
        this.isKubernetes = isKubernetes;
    }

    /** @param lines {@code 4:memory:/docker/ID} each, as in /proc/PID/cgroup; null: it cannot be read */
    static CgroupPaths of(String lines) {
        boolean isKubernetes = lines != null && lines.contains("kubepods");
        for (String line : (lines == null ? "" : lines).split("\n")) {
            String[] fields = line.split(":", 3);
            CgroupPaths found = fields.length < 3 ? null : ofPath(fields[2].split("/"), isKubernetes);
            if (found != null) {
                return found;
            }
        }
        return new CgroupPaths(null, null, isKubernetes);
    }

    private static CgroupPaths ofPath(String[] names, boolean isKubernetes) {
        for (int i = names.length - 1; i > 0; i--) {
            Matcher named = NAMED.matcher(names[i]);
            if (named.matches()) {
                return new CgroupPaths(named.group(2), runtimeOf(named.group(1)), isKubernetes);
            }
            boolean isBare = BARE.matcher(names[i]).matches();
            if (isBare || names[1].equals("ecs") && FARGATE.matcher(names[i]).matches()) {
                boolean isDocker = names[i - 1].equals("docker");
                return new CgroupPaths(names[i], isDocker ? Runtimes.DOCKER : null, isKubernetes);
            }
        }
        return null;
    }

    private static String runtimeOf(String prefix) {
        switch (prefix) {
            case "docker":
            case "cri-dockerd":
                return Runtimes.DOCKER;
            case "crio":
                return Runtimes.CRI_O;
            case "libpod":
                return Runtimes.PODMAN;
            default:
                return Runtimes.CONTAINERD;
        }
    }
}
