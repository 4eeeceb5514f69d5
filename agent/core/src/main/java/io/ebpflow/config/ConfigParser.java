// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import io.ebpflow.health.Printable;
import java.io.File;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Merges the sources: agent arguments, system properties, environment, {@code ebpflow.properties}, defaults; the first
 * that names an option wins. Never fails: what it does not understand becomes a line in {@link Config#problems()}.
 *
 * <p>Uses {@code java.io} only, because it may run before {@code main}: the first use of {@code java.nio.file} would fix
 * the application's file system provider.
 *
 * <p>Threading: confined to one call.
 */
public final class ConfigParser {
    private static final String PROPERTY_PREFIX = "ebpflow.";
    private static final String VARIABLE_PREFIX = "EBPFLOW_";

    /** Not an option: the file that holds options. */
    private static final String CONFIG_KEY = "config";

    private static final String FILE_NAME = "ebpflow.properties";

    /** Kubernetes sets these in every pod beside a service whose name begins with "ebpflow". */
    private static final Pattern KUBERNETES_VARIABLE =
            Pattern.compile("(.+_)?(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

    private final Map<Option, Setting> settings = new EnumMap<>(Option.class);
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> systemProperties;
    private final Map<String, String> environment;
    private final File jarDirectory;
    private final File workingDirectory;
    private String configPath;

    private ConfigParser(
            Map<String, String> systemProperties,
            Map<String, String> environment,
            File jarDirectory,
            File workingDirectory) {
        this.systemProperties = new TreeMap<>(systemProperties);
        this.environment = new TreeMap<>(environment);
        this.jarDirectory = jarDirectory;
        this.workingDirectory = workingDirectory;
    }

    /**
     * Reads the sources of this JVM.
     *
     * @param agentArguments what follows {@code -javaagent:ebpflow.jar=}, or null
     * @param jar the agent's own jar; beside it {@code ebpflow.properties} is looked for
     */
    public static Config parse(String agentArguments, File jar) {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        File directory = jar.getAbsoluteFile().getParentFile();
        return parse(agentArguments, properties, System.getenv(), directory, new File("").getAbsoluteFile());
    }

    static Config parse(
            String agentArguments,
            Map<String, String> systemProperties,
            Map<String, String> environment,
            File jarDirectory,
            File workingDirectory) {
        return new ConfigParser(systemProperties, environment, jarDirectory, workingDirectory).merge(agentArguments);
    }

    private Config merge(String agentArguments) {
        // Highest rank first: putIfAbsent keeps it.
        AgentArguments.parse(agentArguments, problems)
                .forEach((key, value) -> add(key, value, AgentArguments.ORIGIN, false));
        addSystemProperties();
        addEnvironment();
        addFile();
        return new Config(settings, problems);
    }

    private void addSystemProperties() {
        systemProperties.forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(PROPERTY_PREFIX)) {
                add(name.substring(PROPERTY_PREFIX.length()), value, "-D" + name, true);
            }
        });
    }

    private void addEnvironment() {
        environment.forEach((name, value) -> {
            String upper = name.toUpperCase(Locale.ROOT);
            String key = upper.startsWith(VARIABLE_PREFIX) ? name.substring(VARIABLE_PREFIX.length()) : "";
            if (!key.isEmpty() && !KUBERNETES_VARIABLE.matcher(upper).matches()) {
                add(key, value, name, true);
            }
        });
    }

    private void add(String key, String value, String origin, boolean originNamesKey) {
        String trimmed = value.trim();
        if (key.equalsIgnoreCase(CONFIG_KEY)) {
            configPath = configPath == null ? trimmed : configPath;
            return;
        }
        addOption(key, trimmed, origin, originNamesKey ? origin : Printable.of(key) + " (" + origin + ")");
    }

    private void addOption(String key, String value, String origin, String nameInMessages) {
        Option option = Option.of(key);
        if (option == null) {
            problems.add("unknown option " + Printable.of(nameInMessages) + ", ignored; options: " + Option.allKeys());
        } else {
            settings.putIfAbsent(option, new Setting(value, Printable.of(origin)));
        }
    }

    private void addFile() {
        if (configPath != null && !configPath.isEmpty()) {
            File named = new File(configPath);
            addFile(named.isAbsolute() ? named : new File(workingDirectory, configPath), true);
            return;
        }
        File besideJar = new File(jarDirectory, FILE_NAME);
        if (besideJar.isFile()) {
            addFile(besideJar, true);
            return;
        }
        File inWorkingDirectory = new File(workingDirectory, FILE_NAME);
        if (inWorkingDirectory.isFile()) {
            addFile(inWorkingDirectory, false);
        }
    }

    private void addFile(File file, boolean mayNameCode) {
        for (Map.Entry<String, String> entry :
                PropertiesFile.read(file, problems).entrySet()) {
            String key = entry.getKey();
            String bare = key.toLowerCase(Locale.ROOT).startsWith(PROPERTY_PREFIX)
                    ? key.substring(PROPERTY_PREFIX.length())
                    : key;
            Option option = Option.of(bare);
            if (option != null && option.danger() != null && !mayNameCode) {
                problems.add("option " + option.key() + " in " + Printable.of(file.getPath()) + " is ignored: "
                        + option.danger()
                        + ", and this file was only found in the working directory; if it is yours, say"
                        + " -Debpflow.config=" + FILE_NAME);
            } else {
                addOption(bare, entry.getValue().trim(), file.getPath(), key + " (" + file.getPath() + ")");
            }
        }
    }
}
