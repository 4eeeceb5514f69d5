// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every option there is: the one table that parser, documentation and messages are made from.
 *
 * <p>Threading: immutable.
 */
public enum Option {
    ENABLED(OptionType.bool(), "true", "Whether the agent starts at all."),
    FLOWS(
            OptionType.flows(),
            "notable",
            "Which flows the log shows; the words are explained below. JMX counts all flows whatever is shown.",
            "`all` formats a line for every connect and close"),
    FORMAT(
            OptionType.choice(Config.Format.class),
            "text",
            "Lines for people, JSON objects for tools, or the lines of ebpflowexport for scripts that read those."),
    VERBOSE(
            OptionType.bool(),
            "false",
            "Text has under each event a line with process, user, parent, container, thread, interface and flow, which JSON"
                    + " has anyway."),
    FILE(
            OptionType.path("stderr", "stderr, or a path"),
            "stderr",
            "Where the lines go. A file rolls over at 10 MB; five are kept."),
    SLOW(
            new SlowOption(),
            "100ms",
            "An outbound call that takes at least this long is slow; `0` is every call; `p99` is what is slower than 99 of"
                    + " 100 calls to the same peer in the last minute (100ms until there were 100). Peers may have their"
                    + " own: `100ms;10.0.3.7:5432=20ms;*:6379=p99`, the first that fits counts.",
            "a low value captures a stack for more calls"),
    METHODS(
            new MethodsOption(),
            "none",
            "Methods that name what is done in them, for jobs and the like: `com.acme.Job#run+com.acme.Mail#send`."),
    STACKS(
            OptionType.wholeNumber(0, 100_000),
            "500",
            "Code paths: at most so many stacks a second are taken where a call begins, and as many again of calls whose"
                    + " answer is long in coming. Connects and accepts have one always.",
            "2 to 4 us and 1 to 3 KB for each stack"),
    FOLD(
            new FoldOption(),
            "none",
            "Packages that a code path does not show, besides the JDK and the usual servers, frameworks and drivers:"
                    + " `com.acme.base.+org.shared.`; with a `!` in front, packages that it shows after all."),
    TRACE_KEYS(
            OptionType.names(),
            "trace_id+traceId",
            "Keys of the application's log context (SLF4J's MDC, Log4j's ThreadContext) that hold the id of a request's trace;"
                    + " `none` for none. OpenTelemetry's is known without."),
    JMX(OptionType.bool(), "true", "Whether MBeans are registered in the domain `io.ebpflow`."),
    LOADER(
            OptionType.path("", "path of an installed ebpflow-loader, or of a broker's socket"),
            "",
            "Who loads the eBPF programs. Unset: the broker at `/run/ebpflow/broker.sock`, else `ebpflow-loader` on the"
                    + " PATH, else the copy in the jar."),
    LOGGING(
            OptionType.choice(Config.Logging.class),
            "own",
            "Who writes the lines: the agent's isolated Logback, the application's SLF4J (logger `ebpflow.flow`), or"
                    + " nobody."),
    EXPORT(
            new ExportOption(),
            "none",
            "Sends flows to ntopng over ZeroMQ: see [export.md](export.md). Periodic records are as often as `snapshot`.",
            "one record for each flow at each `snapshot` and at its end"),
    WAIT(
            OptionType.durationOrZero("0", "10m"),
            "0ms",
            "`main()` waits at most this long until flows are seen; `0` is not at all.",
            "delays the start of the application by up to this time"),
    NATIVE_DIR(
            OptionType.path("", "path of a directory that is writable and not mounted noexec"),
            "",
            "Where the one native library (JNA's) is unpacked to. Unset: the first of the usual places that will do."),
    SNAPSHOT(
            OptionType.durationOrZero("100ms", "60m"),
            "10s",
            "Interval of the periodic `flow` and `udp_flow` events of live flows, the last when the JVM ends; `0` is none.",
            "reads every live flow at each interval"),
    CONTAINERS(
            OptionType.bool(),
            "true",
            "Whether the container and the pod that the JVM runs in are looked for: in its files, and by the API of Docker or"
                    + " Podman where their socket can be reached."),
    RING(
            OptionType.powerOfTwo("64k", "64m"),
            "8m",
            "Size of the ring between kernel and agent. Larger survives longer pauses of the JVM before records are"
                    + " lost.",
            "locked memory of this size"),
    LOADER_TIMEOUT(
            OptionType.duration("100ms", "60s"),
            "5s",
            "How long the agent waits for the loader before it gives up; the application runs meanwhile.");

    private final OptionType type;
    private final String defaultText;
    private final String doc;
    private final String performance;

    Option(OptionType type, String defaultText, String doc) {
        this(type, defaultText, doc, null);
    }

    Option(OptionType type, String defaultText, String doc, String performance) {
        this.type = type;
        this.defaultText = defaultText;
        this.doc = doc;
        this.performance = performance;
    }

    /** As it is written in agent arguments and in {@code ebpflow.properties}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** System property of the same meaning. */
    public String systemProperty() {
        return "ebpflow." + key();
    }

    /** Environment variable of the same meaning. */
    public String environmentVariable() {
        return "EBPFLOW_" + name();
    }

    /** Default as a user would write it; empty: not set. */
    public String defaultText() {
        return defaultText;
    }

    /** The accepted values in words. */
    public String accepted() {
        return type.accepted();
    }

    /** One or two sentences, Markdown. */
    public String doc() {
        return doc;
    }

    /** What it costs, a part of a sentence; null: nothing worth mentioning. */
    public String performance() {
        return performance;
    }

    /**
     * Why the properties file of the working directory may not set it: who starts a JVM in a directory of others wants neither to
     * run their code nor to send them flows.
     *
     * @return the end of a sentence; null: it may
     */
    String danger() {
        if (this == LOADER || this == NATIVE_DIR) {
            return "it names code to run";
        }
        return this == EXPORT ? "it says who gets to see flows" : null;
    }

    Object parse(String text) throws BadValue {
        return type.parse(text);
    }

    Object defaultValue() {
        try {
            return defaultText.isEmpty() ? null : type.parse(defaultText);
        } catch (BadValue e) {
            throw new AssertionError(key() + ": its own default is not accepted", e);
        }
    }

    /** @return null for an unknown key; case does not matter, {@code -} is the same as {@code _} */
    static Option of(String key) {
        String name = key.toUpperCase(Locale.ROOT).replace('-', '_');
        for (Option option : values()) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    static String allKeys() {
        return Arrays.stream(values()).map(Option::key).collect(Collectors.joining(", "));
    }
}
