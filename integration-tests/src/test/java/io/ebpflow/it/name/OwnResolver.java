// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.name;

import io.ebpflow.it.Command;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.TestJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A resolver of the application's own (JDK 18 and later), compiled for the JDK that uses it. It takes as long as the host's name
 * says ({@code after-211.test}), counts what it is asked on standard output, knows no {@code nowhere...}, and fails on
 * {@code broken...}.
 *
 * <p>Threading: stateless.
 */
final class OwnResolver {

    private static final String SOURCE = "package own;\n"
            + "import java.net.*; import java.net.spi.*; import java.util.stream.Stream;\n"
            + "public final class Provider extends InetAddressResolverProvider {\n"
            + "  public String name() { return \"own\"; }\n"
            + "  public InetAddressResolver get(Configuration configuration) {\n"
            + "    return new InetAddressResolver() {\n"
            + "      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {\n"
            + "        System.out.println(\"asked\\t\" + host);\n"
            + "        if (host.startsWith(\"broken\")) throw new IllegalStateException(host);\n"
            + "        if (host.startsWith(\"after-\")) sleep(Long.parseLong(host.split(\"[-.]\")[1]));\n"
            + "        if (host.startsWith(\"nowhere\")) throw new UnknownHostException(host + \": Try again\");\n"
            + "        return Stream.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));\n"
            + "      }\n"
            + "      private void sleep(long ms) {\n"
            + "        try { Thread.sleep(ms); } catch (InterruptedException e) { throw new IllegalStateException(e); }\n"
            + "      }\n"
            + "      public String lookupByAddress(byte[] address) throws UnknownHostException {\n"
            + "        throw new UnknownHostException();\n"
            + "      }\n"
            + "    };\n"
            + "  }\n"
            + "}\n";

    private OwnResolver() {}

    /** @return a jar for the class path */
    static Path jar(Jdk jdk, Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("Provider.java");
        Path classes = directory.resolve("own-classes");
        Files.writeString(source, SOURCE);
        Command.run(jdk.program("javac").toString(), "-d", classes.toString(), source.toString());
        Path service = classes.resolve("META-INF/services/java.net.spi.InetAddressResolverProvider");
        Files.createDirectories(service.getParent());
        Files.writeString(service, "own.Provider\n");
        return TestJars.ofDirectory(classes, directory.resolve("own-resolver.jar"));
    }
}
