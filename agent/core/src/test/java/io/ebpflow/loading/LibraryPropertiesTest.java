// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.loading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LibraryPropertiesTest {

    private static final String APPLICATIONS = "logback.configurationFile";

    @AfterEach
    void clear() {
        System.clearProperty(APPLICATIONS);
    }

    @Test
    void hidesTheApplicationsSettingsOfALibrary() {
        System.setProperty(APPLICATIONS, "/srv/shop/logback.xml");

        assertThat(LibraryProperties.getProperty(APPLICATIONS)).isNull();
        assertThat(LibraryProperties.getProperty(APPLICATIONS, "none")).isEqualTo("none");
    }

    @Test
    void keepsWhatALibrarySetsFromTheApplication() {
        LibraryProperties.setProperty("jnidispatch.path", "/tmp/x");

        assertThat(LibraryProperties.getProperty("jnidispatch.path")).isEqualTo("/tmp/x");
        assertThat(System.getProperty("jnidispatch.path")).isNull();
    }

    @Test
    void passesOtherPropertiesThrough() {
        assertThat(LibraryProperties.getProperty("os.arch")).isEqualTo(System.getProperty("os.arch"));
    }

    @Test
    void presetsWhatKeepsLibrariesQuiet() {
        assertThat(LibraryProperties.getBoolean("net.bytebuddy.nexus.disabled")).isTrue();
        assertThat(LibraryProperties.getBoolean("jna.nosys")).isTrue();
        assertThat(LibraryProperties.getBoolean("jna.protected")).isFalse();
    }
}
