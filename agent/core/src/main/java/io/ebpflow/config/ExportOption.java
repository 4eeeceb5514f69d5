// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Value of the option {@code export}: {@code zmq:tcp://HOST:PORT} connects, {@code zmq:bind:tcp://ADDRESS:PORT} binds. Nothing
 * is looked up here.
 *
 * <p>Threading: immutable.
 */
final class ExportOption extends OptionType {
    private static final int MAX_PORT = 65_535;
    private static final Pattern TARGET =
            Pattern.compile("zmq:(bind:)?tcp://(?:\\[([0-9a-fA-F:.]+)]|([^\\[\\]:/\\s]+)):(\\d{1,5})");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    /** A name as hosts have it: letters and more than digits and dots. */
    private static final Pattern NAME = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9._-]{0,252})");

    ExportOption() {
        super(
                "none, zmq:tcp://HOST:PORT to connect, zmq:bind:tcp://ADDRESS:PORT to be connected to, * for any address, IPv6"
                        + " in brackets");
    }

    @Override
    Object parse(String text) throws BadValue {
        if (text.equals("none")) {
            return null;
        }
        Matcher matcher = TARGET.matcher(text);
        if (!matcher.matches()) {
            throw new BadValue(
                    text.endsWith("c") ? "not with a c at its end: here zmq:tcp connects, zmq:bind:tcp binds" : null);
        }
        boolean isBinding = matcher.group(1) != null;
        int port = Integer.parseInt(matcher.group(4));
        if (port == 0 || port > MAX_PORT) {
            throw new BadValue("port " + port + " is out of range");
        }
        String host = matcher.group(2) == null ? matcher.group(3) : ipv6(matcher.group(2));
        if (host.equals("localhost")) {
            host = "127.0.0.1";
        }
        boolean isAddress = matcher.group(2) != null || IPV4.matcher(host).matches();
        if (!isAddress && !(isBinding ? host.equals("*") : NAME.matcher(host).matches())) {
            throw new BadValue("'" + host + "' is not " + (isBinding ? "an address" : "a host"));
        }
        return new ExportTarget(isBinding, host, port);
    }

    private static String ipv6(String literal) throws BadValue {
        if (literal.indexOf(':') < 0 || !literal.matches(".*[0-9a-fA-F:].*") || literal.contains(":::")) {
            throw new BadValue("'" + literal + "' is not an address");
        }
        return literal;
    }
}
