// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * URLs of the isolated loader's resources. They carry their own handler: the application may have replaced the one for
 * {@code jar:} (Spring Boot does), and the JDK's keeps a second copy of the jar open in a cache.
 *
 * <p>Threading: thread-safe.
 */
final class IsolatedUrls extends URLStreamHandler {

    private final JarFile jar;
    private final String prefix;

    IsolatedUrls(JarFile jar, URL location) {
        this.jar = jar;
        this.prefix = "jar:" + location.toExternalForm() + "!/";
    }

    /** Null if the name of the entry makes no URL. */
    URL of(JarEntry entry) {
        try {
            return new URL(null, prefix + entry.getName(), this);
        } catch (MalformedURLException e) {
            return null;
        }
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        String text = url.toExternalForm();
        JarEntry entry = text.startsWith(prefix) ? jar.getJarEntry(text.substring(prefix.length())) : null;
        if (entry == null) {
            throw new IOException("no such entry: " + text);
        }
        return new EntryConnection(url, jar, entry);
    }

    /**
     * Reads one entry.
     *
     * <p>Threading: confined to the caller.
     */
    private static final class EntryConnection extends URLConnection {

        private final JarFile jar;
        private final JarEntry entry;

        EntryConnection(URL url, JarFile jar, JarEntry entry) {
            super(url);
            this.jar = jar;
            this.entry = entry;
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return jar.getInputStream(entry);
        }

        @Override
        public long getContentLengthLong() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }
    }
}
