// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import picocli.CommandLine.IVersionProvider;

/**
 * The version of the jar.
 *
 * <p>Threading: stateless.
 */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws Exception {
        return new String[] {"ebpflow " + ofOwnJar()};
    }

    static String ofOwnJar() throws Exception {
        Path jar = Path.of(Version.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Implementation-Version");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
