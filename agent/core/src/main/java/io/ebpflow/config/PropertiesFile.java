// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import io.ebpflow.health.Printable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Reads {@code ebpflow.properties}: {@link Properties} syntax, UTF-8.
 *
 * <p>Threading: stateless.
 */
final class PropertiesFile {
    private PropertiesFile() {}

    /**
     * @param problems receives one line if the file cannot be read or understood; nothing of it is used then
     */
    static Map<String, String> read(File file, List<String> problems) {
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            // FileNotFoundException names the file and the cause; IllegalArgumentException is a bad \\uXXXX.
            problems.add("configuration file " + Printable.of(file.getPath()) + " is ignored: "
                    + Printable.of(String.valueOf(e.getMessage())));
            return Collections.emptyMap();
        }
        Map<String, String> values = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            values.put(key, properties.getProperty(key));
        }
        return values;
    }
}
