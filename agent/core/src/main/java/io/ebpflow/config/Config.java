// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import io.ebpflow.flow.SlowThresholds;
import io.ebpflow.health.Printable;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the user wants: all sources merged, all values checked.
 *
 * <p>Threading: immutable.
 */
public final class Config {
    /** Value of {@code format}. */
    public enum Format {
        TEXT,
        JSON,
        /** The line of ebpflowexport. */
        EBPFFLOW
    }

    /** Value of {@code logging}. */
    public enum Logging {
        /** The agent's isolated Logback. */
        OWN,
        /** The application's SLF4J. */
        APPLICATION,
        OFF
    }

    private final Map<Option, Object> values = new EnumMap<>(Option.class);
    private final List<String> changes = new ArrayList<>();
    private final List<String> problems;

    /**
     * @param settings of the options that some source sets; a bad value gives a problem and the default
     * @param sourceProblems what was wrong with the sources themselves, one line each
     */
    Config(Map<Option, Setting> settings, List<String> sourceProblems) {
        List<String> found = new ArrayList<>(sourceProblems);
        for (Option option : Option.values()) {
            Setting setting = settings.get(option);
            values.put(option, option.defaultValue());
            // An empty value means "the default, whatever sources of lower rank say".
            if (setting == null || setting.text.isEmpty()) {
                continue;
            }
            try {
                set(option, setting);
            } catch (BadValue e) {
                found.add(describe(option, setting, e));
            }
        }
        problems = Collections.unmodifiableList(found);
    }

    private void set(Option option, Setting setting) throws BadValue {
        Object value = option.parse(setting.text);
        if (!Objects.equals(value, values.put(option, value))) {
            changes.add(option.key() + "=" + Printable.of(setting.text) + " (" + setting.origin + ")");
        }
    }

    private static String describe(Option option, Setting setting, BadValue problem) {
        String reason = problem.getMessage() == null ? "not accepted" : problem.getMessage();
        String standard = option.defaultText().isEmpty() ? "the default" : option.defaultText();
        return "option " + option.key() + "=" + Printable.of(setting.text) + " (" + setting.origin + "): "
                + Printable.of(reason) + ", using " + standard + "; accepted: " + option.accepted();
    }

    public boolean enabled() {
        return (Boolean) values.get(Option.ENABLED);
    }

    public FlowSelection flows() {
        return (FlowSelection) values.get(Option.FLOWS);
    }

    public Format format() {
        return (Format) values.get(Option.FORMAT);
    }

    public boolean verbose() {
        return (Boolean) values.get(Option.VERBOSE);
    }

    /** @return null: standard error */
    public File file() {
        return (File) values.get(Option.FILE);
    }

    public SlowThresholds slow() {
        return (SlowThresholds) values.get(Option.SLOW);
    }

    /** @return {@code com.acme.Job#run} each */
    @SuppressWarnings("unchecked")
    public List<String> methods() {
        return (List<String>) values.get(Option.METHODS);
    }

    /** @return what names of classes begin with that are no application's; after a {@code !}: that are */
    @SuppressWarnings("unchecked")
    public List<String> fold() {
        return (List<String>) values.get(Option.FOLD);
    }

    /** @return most stacks to take a second */
    public int stacks() {
        return (Integer) values.get(Option.STACKS);
    }

    /** @return keys of log contexts */
    @SuppressWarnings("unchecked")
    public List<String> traceKeys() {
        return (List<String>) values.get(Option.TRACE_KEYS);
    }

    public boolean jmx() {
        return (Boolean) values.get(Option.JMX);
    }

    /** @return path of a loader or of a broker's socket; null: look in the usual places */
    public String loader() {
        return path(Option.LOADER);
    }

    public Logging logging() {
        return (Logging) values.get(Option.LOGGING);
    }

    /** Who flows are sent to; empty: nobody. */
    public Optional<ExportTarget> export() {
        return Optional.ofNullable((ExportTarget) values.get(Option.EXPORT));
    }

    /** @return milliseconds, 0: main() does not wait */
    public long waitMs() {
        return toMs(Option.WAIT);
    }

    /** @return path of a directory; null: look in the usual places */
    public String nativeDir() {
        return path(Option.NATIVE_DIR);
    }

    /** @return nanoseconds, 0: no snapshots */
    public long snapshotNs() {
        return (Long) values.get(Option.SNAPSHOT);
    }

    public boolean containers() {
        return (Boolean) values.get(Option.CONTAINERS);
    }

    /** @return a power of two */
    public int ringBytes() {
        return (Integer) values.get(Option.RING);
    }

    /** @return milliseconds, at least 100 */
    public int loaderTimeoutMs() {
        return (int) toMs(Option.LOADER_TIMEOUT);
    }

    private String path(Option option) {
        File file = (File) values.get(option);
        return file == null ? null : file.getPath();
    }

    /** Rounded up: what is not 0 does not become 0. */
    private long toMs(Option option) {
        return TimeUnit.NANOSECONDS.toMillis((Long) values.get(option) + 999_999);
    }

    /** What the user has to be told: unknown keys, bad values, unreadable files. One line each. */
    public List<String> problems() {
        return problems;
    }

    /** One line with every value that is not the default and where it comes from; empty if there is none. */
    public Optional<String> changes() {
        return changes.isEmpty() ? Optional.empty() : Optional.of("configuration: " + String.join(", ", changes));
    }
}
