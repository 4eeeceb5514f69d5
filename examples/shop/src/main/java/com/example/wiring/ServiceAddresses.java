// SPDX-License-Identifier: Apache-2.0
package com.example.wiring;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * Who listens where, handed from one JVM to the next in a file: ports are chosen by the system when a service starts.
 * The file appears when everything in it listens, so that waiting for it is waiting for the service.
 *
 * <p>Threading: confined to the thread that fills it, then read-only.
 */
public final class ServiceAddresses {
    private final Properties properties = new Properties();

    public static ServiceAddresses load(Path file) throws IOException {
        ServiceAddresses addresses = new ServiceAddresses();
        try (Reader reader = Files.newBufferedReader(file)) {
            addresses.properties.load(reader);
        }
        return addresses;
    }

    public ServiceAddresses with(Service service, InetSocketAddress address) {
        return with(service, toText(address));
    }

    public ServiceAddresses with(Service service, String hostAndPort) {
        properties.setProperty(service.name(), hostAndPort);
        return this;
    }

    /** As in a URL: {@code 127.0.0.1:5432}, {@code localhost:5432} or {@code [::1]:5432}. */
    public String hostAndPort(Service service) {
        String hostAndPort = properties.getProperty(service.name());
        if (hostAndPort == null) {
            throw new IllegalArgumentException("no address of " + service + " is known");
        }
        return hostAndPort;
    }

    public InetSocketAddress socketAddress(Service service) {
        String hostAndPort = hostAndPort(service);
        int colon = hostAndPort.lastIndexOf(':');
        String host = hostAndPort.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(host, Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /** As the agent names it, and as in a URL: {@code 127.0.0.1:5432} or {@code [::1]:5432}. */
    public static String toText(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress().replace("0:0:0:0:0:0:0:1", "::1");
        boolean isIpv6 = address.getAddress() instanceof Inet6Address;
        return (isIpv6 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Writes beside the file and renames: nobody reads half of it. */
    public void store(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (Writer writer = Files.newBufferedWriter(unfinished)) {
            properties.store(writer, null);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
