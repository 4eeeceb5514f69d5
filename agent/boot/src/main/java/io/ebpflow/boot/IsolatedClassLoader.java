// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Holds the agent proper and its libraries, invisible to the application and blind for it.
 *
 * <p>Its content lies in the agent's jar under {@code isolated/}, classes with the suffix {@code .classdata}: the jar is
 * on the application's class path, and a class scanner there must not meet our SLF4J. The parent is the platform loader; of
 * the command line, which adds what lies under {@code cli/}, it is the system loader. Own content comes first, except for the JDK's packages and the bridge, which lives in the bootstrap loader.
 *
 * <p>Packages that {@code io.ebpflow.loading.NativeModule} maps to a named module are defined here as well; the JVM puts
 * them into that module by their name.
 *
 * <p>Threading: thread-safe, parallel capable.
 */
final class IsolatedClassLoader extends ClassLoader implements Closeable {

    static final String PREFIX = "isolated/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String[] prefixes;
    private final IsolatedUrls urls;
    private final ProtectionDomain domain;

    /** Opens the agent's part of the jar. */
    IsolatedClassLoader(File file, String entryClass) throws IOException {
        this(file, entryClass, ClassLoader.getPlatformClassLoader(), PREFIX);
    }

    /**
     * Opens the jar.
     *
     * @param file the agent's jar
     * @param entryClass a class that must be inside
     * @param parent where everything else comes from
     * @param prefixes the parts of the jar that it holds, the first to look in first
     * @throws IOException if the file is not a jar or does not hold that class
     */
    IsolatedClassLoader(File file, String entryClass, ClassLoader parent, String... prefixes) throws IOException {
        super("ebpflow", parent);
        this.prefixes = prefixes;
        // Not verified: a signature, if any, was checked by the system loader, from which this class comes.
        jar = new JarFile(file, false, JarFile.OPEN_READ);
        if (entry(classResource(entryClass)) == null) {
            jar.close();
            throw new IOException("it holds no " + prefixes[0] + classResource(entryClass) + "data");
        }
        URL location = file.toURI().toURL();
        urls = new IsolatedUrls(jar, location);
        // Under a security manager (JDK 11 to 23) the agent may do what the operator who named it may do.
        Permissions permissions = new Permissions();
        permissions.add(new AllPermission());
        domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), permissions, this, null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && !isParentFirst(name)) {
                loaded = define(name);
            }
            return loaded != null ? loaded : super.loadClass(name, resolve);
        }
    }

    private static boolean isParentFirst(String name) {
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("io.ebpflow.bridge.");
    }

    /** Called by the JDK after the parents have failed; {@link #loadClass} has looked here before them. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        throw new ClassNotFoundException(name);
    }

    @Override
    protected Class<?> findClass(String moduleName, String name) {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) {
        JarEntry entry = entry(classResource(name));
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, domain);
        } catch (IOException e) {
            throw new NoClassDefFoundError(name + ": " + jar.getName() + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        // Own ones first. The parents' search ends in findResources(name), which answers with the own ones again.
        Set<String> seen = new LinkedHashSet<>();
        List<URL> all = new ArrayList<>();
        addNew(findResources(name), seen, all);
        addNew(super.getResources(name), seen, all);
        return Collections.enumeration(all);
    }

    private static void addNew(Enumeration<URL> found, Set<String> seen, List<URL> all) {
        while (found.hasMoreElements()) {
            URL url = found.nextElement();
            // By text: URL.equals resolves host names.
            if (seen.add(url.toExternalForm())) {
                all.add(url);
            }
        }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        JarEntry entry = entry(name);
        try {
            return entry != null ? jar.getInputStream(entry) : super.getResourceAsStream(name);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    protected URL findResource(String name) {
        JarEntry entry = entry(name);
        return entry == null ? null : urls.of(entry);
    }

    @Override
    protected URL findResource(String moduleName, String name) {
        return findResource(name);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL own = findResource(name);
        return own == null
                ? Collections.<URL>emptyEnumeration()
                : Collections.enumeration(Collections.singletonList(own));
    }

    private JarEntry entry(String resource) {
        String path = resource.endsWith(".class") ? resource + "data" : resource;
        for (String prefix : prefixes) {
            JarEntry entry = jar.getJarEntry(prefix + path);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    private static String classResource(String name) {
        return name.replace('.', '/') + ".class";
    }

    /** Closes the jar; for the end of an uninstall, after which no class can be loaded any more. */
    @Override
    public void close() throws IOException {
        jar.close();
    }
}
