// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;

/**
 * The jar that these classes came from.
 *
 * <p>Threading: stateless.
 */
final class OwnJar {

    private OwnJar() {}

    static File file() throws StartFailure {
        CodeSource source = OwnJar.class.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            return new File(location.toURI());
        } catch (IllegalArgumentException | NullPointerException | URISyntaxException e) {
            throw new StartFailure(
                    "cannot tell which jar it was loaded from (" + location + "); use -javaagent:/path/to/ebpflow.jar",
                    e);
        }
    }
}
