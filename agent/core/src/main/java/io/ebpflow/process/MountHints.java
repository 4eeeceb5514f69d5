// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What /proc/PID/mountinfo tells of the container: with a cgroup namespace of its own, as everywhere under cgroup v2, a
 * process sees its cgroup as {@code /}, but not so the files that its runtime has mounted into it:
 *
 * <pre>
 *   docker      /var/lib/docker/containers/ID/hostname                            on /etc/hostname
 *   nerdctl     /var/lib/nerdctl/1935db59/containers/default/ID/hostname          on /etc/hostname
 *   podman      /containers/overlay-containers/ID/userdata/hostname               on /etc/hostname
 *   podman      /containers/overlay-containers/ID/userdata/.containerenv          on /run/.containerenv
 *   cri-o       /containers/storage/overlay-containers/SANDBOX/userdata/hostname  on /etc/hostname
 *   containerd  /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/SANDBOX/hostname
 *   kubelet     /var/lib/kubelet/pods/UID/containers/NAME/1f2e3d4c                on /dev/termination-log
 * </pre>
 *
 * In a pod most of these files are the sandbox's, which all its containers share: no container's id is taken from them.
 *
 * <p>Threading: confined to one thread.
 */
final class MountHints {
    private static final String ID = "([0-9a-f]{64})";
    private static final String HOSTNAME = "/etc/hostname";

    private static final Pattern DOCKER = Pattern.compile("(?:.*/)?containers/" + ID + "/hostname");
    private static final Pattern NERDCTL = Pattern.compile(".*nerdctl/[0-9a-f]+/containers/[^/]+/" + ID + "/hostname");
    private static final Pattern STORAGE = Pattern.compile(".*/[a-z0-9]+-containers/" + ID + "/userdata/(.+)");
    private static final Pattern SANDBOX = Pattern.compile(".*/io\\.containerd\\.[^/]+\\.cri/sandboxes/" + ID + "/.+");
    private static final Pattern TERMINATION_LOG =
            Pattern.compile(".*/pods/([0-9a-f-]{32,36})/containers/([^/]+)/[0-9a-f]+");
    private static final Pattern UPPER_DIRECTORY = Pattern.compile("(?:.*,)?upperdir=([^,]+)(?:,.*)?");

    /** Null: not told. */
    String id;

    /** Null: not told. */
    String runtime;

    /** Name of the container in its pod; null: no pod. */
    String podContainer;

    /** Of the root's overlay, as the runtime knows it; null: no overlay. */
    String upperDirectory;

    boolean isKubernetes;

    private String dockerId;
    private String ownId;
    private String hostnameId;

    private MountHints(boolean isKubernetes) {
        this.isKubernetes = isKubernetes;
    }

    /**
     * @param lines as in proc(5); null: they cannot be read
     * @param isPod whether something else has told so
     */
    static MountHints of(String lines, boolean isPod) {
        MountHints hints = new MountHints(isPod);
        for (String line : (lines == null ? "" : lines).split("\n")) {
            String[] fields = line.split(" ");
            if (fields.length > 5) {
                // Of mounts on one place the last is the one that is seen.
                hints.take(fields[3], fields[4], fields[fields.length - 1]);
            }
        }
        hints.decide();
        return hints;
    }

    private void take(String root, String mountPoint, String options) {
        switch (mountPoint) {
            case "/":
                Matcher upper = UPPER_DIRECTORY.matcher(options);
                upperDirectory = upper.matches() ? upper.group(1) : null;
                break;
            case HOSTNAME:
                takeHostname(root);
                break;
            case "/run/.containerenv":
            case "/run/secrets":
                ownId = ownId == null ? idIn(STORAGE, root) : ownId;
                break;
            case "/dev/termination-log":
                Matcher log = TERMINATION_LOG.matcher(root);
                if (log.matches()) {
                    podContainer = log.group(2);
                    isKubernetes = true;
                }
                break;
            default:
                isKubernetes |= mountPoint.equals("/etc/hosts") && root.endsWith("/etc-hosts");
        }
    }

    private void takeHostname(String root) {
        hostnameId = idIn(STORAGE, root);
        dockerId = idIn(DOCKER, root);
        String nerdctlId = idIn(NERDCTL, root);
        if (nerdctlId != null) {
            ownId = nerdctlId;
            runtime = Runtimes.CONTAINERD;
        } else if (SANDBOX.matcher(root).matches()) {
            runtime = Runtimes.CONTAINERD;
            isKubernetes = true;
        } else if (dockerId != null) {
            runtime = Runtimes.DOCKER;
        }
    }

    private void decide() {
        if (hostnameId != null) {
            runtime = isKubernetes ? Runtimes.CRI_O : Runtimes.PODMAN;
        }
        if (ownId != null) {
            id = ownId;
        } else if (!isKubernetes) {
            id = dockerId != null ? dockerId : hostnameId;
        }
    }

    private static String idIn(Pattern pattern, String root) {
        Matcher matcher = pattern.matcher(root);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
