// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolatedClassLoaderTest {

    private static final String GUEST = "io.ebpflow.boot.IsolatedClassLoaderTest$Guest";

    @TempDir
    Path directory;

    private IsolatedClassLoader loader;

    @BeforeEach
    void openJar() throws IOException {
        File jar = directory.resolve("with space.jar").toFile();
        try (ZipOutputStream out = new ZipOutputStream(new FileOutputStream(jar))) {
            put(out, "isolated/" + GUEST.replace('.', '/') + ".classdata", bytesOf(GUEST));
            put(out, "isolated/META-INF/services/a.B", "c.D\n".getBytes(StandardCharsets.UTF_8));
            put(out, "outside.txt", new byte[0]);
        }
        loader = new IsolatedClassLoader(jar, GUEST);
    }

    @AfterEach
    void closeJar() throws IOException {
        loader.close();
    }

    @Test
    void definesOwnClassesBeforeItAsksItsParents() throws ClassNotFoundException {
        Class<?> guest = loader.loadClass(GUEST);

        assertThat(guest.getClassLoader()).isSameAs(loader);
        assertThat(guest).isNotSameAs(Guest.class).isSameAs(loader.loadClass(GUEST));
        assertThat(guest.getPackage().getName()).isEqualTo("io.ebpflow.boot");
        assertThat(guest.getProtectionDomain().getCodeSource().getLocation().getPath())
                .endsWith("/with%20space.jar");
    }

    @Test
    void doesNotSeeTheApplication() throws IOException {
        assertThatThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(loader.getResource("outside.txt")).isNull();
    }

    @Test
    void seesTheJdk() throws ClassNotFoundException {
        assertThat(loader.loadClass("java.sql.Connection")).isSameAs(Connection.class);
    }

    @Test
    void findsResourcesInEveryWay() throws IOException {
        String name = "META-INF/services/a.B";
        URL url = loader.getResource(name);

        assertThat(url.toExternalForm()).startsWith("jar:file:").endsWith("with%20space.jar!/isolated/" + name);
        assertThat(text(url.openStream())).isEqualTo("c.D\n");
        assertThat(text(loader.getResourceAsStream(name))).isEqualTo("c.D\n");
        assertThat(Collections.list(loader.getResources(name)))
                .extracting(URL::toExternalForm)
                .containsExactly(url.toExternalForm());
        assertThat(url.openConnection().getContentLengthLong()).isEqualTo(4);
    }

    @Test
    void givesItsClassFilesUnderTheirUsualName() throws IOException {
        try (InputStream in = loader.getResourceAsStream(GUEST.replace('.', '/') + ".class")) {
            assertThat(in.readAllBytes()).isEqualTo(bytesOf(GUEST));
        }
    }

    @Test
    void looksIntoItsPartsOfTheJarInOrder() throws IOException {
        File jar = directory.resolve("parts.jar").toFile();
        try (ZipOutputStream out = new ZipOutputStream(new FileOutputStream(jar))) {
            put(out, "cli/" + GUEST.replace('.', '/') + ".classdata", bytesOf(GUEST));
            put(out, "cli/both.txt", new byte[1]);
            put(out, "isolated/both.txt", new byte[2]);
            put(out, "isolated/one.txt", new byte[3]);
        }
        ClassLoader parent = ClassLoader.getPlatformClassLoader();
        try (IsolatedClassLoader parts = new IsolatedClassLoader(jar, GUEST, parent, "cli/", "isolated/")) {
            assertThat(parts.getResourceAsStream("both.txt")).hasBinaryContent(new byte[1]);
            assertThat(parts.getResourceAsStream("one.txt")).hasBinaryContent(new byte[3]);
        }
    }

    @Test
    void refusesAJarThatIsNotTheAgents() {
        File jar = directory.resolve("with space.jar").toFile();

        assertThatThrownBy(() -> new IsolatedClassLoader(jar, "io.ebpflow.Absent"))
                .isInstanceOf(IOException.class)
                .hasMessage("it holds no isolated/io/ebpflow/Absent.classdata");
    }

    private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    private static byte[] bytesOf(String className) throws IOException {
        String resource = className.replace('.', '/') + ".class";
        try (InputStream in = IsolatedClassLoaderTest.class.getClassLoader().getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Loaded a second time, by the loader under test. */
    static final class Guest {}
}
