// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import io.ebpflow.health.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why no flow can be seen, as far as it can be foreseen: what failed, and what mends it. Each message heads a section of
 * docs/troubleshooting.md; a test sees to it.
 *
 * <p>Threading: immutable.
 */
public enum KernelProblem {
    /** Values: cause, jar, platform ({@code linux-x86-64}). */
    NOT_PERMITTED(
            "the kernel does not permit eBPF here: {cause}",
            "install the loader with its two capabilities: " + Install.COMMAND
                    + "; or run the JVM as root; in a container add: --cap-add BPF --cap-add PERFMON"),

    /** Values: cause. */
    NO_BTF(
            "the kernel offers no type information (BTF): {cause}",
            "use a kernel of 5.11 or later built with CONFIG_DEBUG_INFO_BTF=y; in a container mount /sys"),

    /** Values: path, cause. */
    LOADER_NOT_FOUND(
            "the loader {path} cannot be used: {cause}",
            "correct the option loader, or leave it out: an ebpflow-loader on the PATH or the copy in the jar is used then"),

    /** Values: cause, jar, platform. */
    LOADER_NOT_STARTED(
            "the loader could not be started: {cause}",
            "if a security policy refuses programs from memory, install the loader: " + Install.COMMAND),

    /** Values: cause. */
    LOADER_DIED(
            "the loader ended without an answer: {cause}",
            "see what it says when run by hand as the JVM's user: ebpflow-loader --probe; SIGKILL points at a memory"
                    + " limit, SIGSYS at a seccomp profile"),

    /** Values: time. */
    LOADER_TIMED_OUT(
            "the loader did not answer within {time}",
            "allow it more time on a busy machine, loader_timeout=30s, or see where it hangs: ebpflow-loader --probe"),

    /** Values: cause, jar, platform. */
    VERSION_MISMATCH(
            "loader and agent are of different releases: {cause}",
            "install the loader of this jar: " + Install.COMMAND + "; a broker has to be started anew after that"),

    /** Values: cause. */
    NOT_YOURS(
            "the loader traces only processes of the user who started it: {cause}",
            "run loader and JVM as the same user, or have root start a broker: sudo ebpflow-loader --broker"
                    + " /run/ebpflow/broker.sock"),

    /** Values: cause. */
    LOAD_FAILED(
            "the kernel refused an eBPF program: {cause}",
            "report it with the output of: uname -r; ebpflow-loader --probe"),

    /** Values: cause. */
    ATTACH_FAILED(
            "an eBPF program could not be attached: {cause}",
            "report it with the output of: uname -r; ebpflow-loader --probe"),

    /** Values: cause. */
    NO_TARGET(
            "the loader did not find this JVM: {cause}",
            "start the loader or broker in the JVM's pid namespace or in one above it (Kubernetes: hostPID: true)"),

    /** Values: cause. */
    NO_MEMORY(
            "not enough memory for what kernel and agent share: {cause}",
            "raise the memory limit, or make the ring smaller: ring=1m; before Linux 5.11 also: ulimit -l unlimited"),

    /** Values: cause. */
    NO_NATIVE_DIR(
            "no directory takes the native library: {cause}",
            "name one that is writable and not mounted noexec: native_dir=/path"),

    /** Values: platform, as the JVM calls it. */
    UNSUPPORTED_PLATFORM(
            "there is no native code for {platform}",
            "use Linux on x86-64 or arm64; everywhere else the agent has to be left out"),

    /** Values: path, cause. */
    BROKER_UNREACHABLE(
            "the broker at {path} cannot be reached: {cause}",
            "start it: sudo ebpflow-loader --broker {path}; or leave the option loader out");

    /** Not written twice; a nested class, because an enum's own constants come too late for its values. */
    private static final class Install {
        /** Through a pipe: a file in a shared directory could be exchanged before root installs it. */
        static final String COMMAND = "unzip -p {jar} {platform}/ebpflow-loader"
                + " | sudo install -m 755 /dev/stdin /usr/local/bin/ebpflow-loader"
                + " && sudo setcap cap_bpf,cap_perfmon+ep /usr/local/bin/ebpflow-loader";
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern PLAIN_IN_SHELL = Pattern.compile("[\\w./:@%+-]+");

    private final String message;
    private final String hint;

    KernelProblem(String message, String hint) {
        this.message = message;
        this.hint = hint;
    }

    /** Stable name for tools. */
    public String id() {
        return name();
    }

    /** What failed, with placeholders such as <code>{cause}</code>. */
    public String message() {
        return message;
    }

    /** What to do, with placeholders. */
    public String hint() {
        return hint;
    }

    /**
     * The finished line: what failed, why, what to do.
     *
     * @param values of the placeholders in the order of their first appearance, as listed at each constant; a missing
     *     one shows as "unknown"
     */
    public String describe(String... values) {
        List<String> names = new ArrayList<>();
        StringBuilder line = new StringBuilder(256).append("no flows can be seen: ");
        fill(line, message, false, names, values);
        line.append(". To mend it: ");
        fill(line, hint, true, names, values);
        return line.toString();
    }

    private static void fill(
            StringBuilder to, String pattern, boolean inCommand, List<String> names, String... values) {
        Matcher matcher = PLACEHOLDER.matcher(pattern);
        int end = 0;
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!names.contains(name)) {
                names.add(name);
            }
            int index = names.indexOf(name);
            String value = index < values.length && values[index] != null ? Printable.of(values[index]) : "unknown";
            to.append(pattern, end, matcher.start()).append(inCommand ? shellWord(value) : value);
            end = matcher.end();
        }
        to.append(pattern, end, pattern.length());
    }

    private static String shellWord(String value) {
        return PLAIN_IN_SHELL.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
