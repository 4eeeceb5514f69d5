// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc.quiet;

/**
 * Says nothing. What goes wrong in JNA reaches us as an exception or an error.
 *
 * <p>Threading: stateless.
 */
public final class Logger {

    private static final Logger ONLY = new Logger();

    private Logger() {}

    public static Logger getLogger(String name) {
        return ONLY;
    }

    public boolean isLoggable(Level level) {
        return false;
    }

    public void log(Level level, String message) {}

    public void log(Level level, String message, Object parameter) {}

    public void log(Level level, String message, Object[] parameters) {}

    public void log(Level level, String message, Throwable thrown) {}
}
