// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import java.net.UnknownHostException;

/**
 * Why a host name was not found. The JDK puts the text of getaddrinfo(3) behind the name and nothing else
 * (Inet6AddressImpl.c), so the text is all there is: glibc's and musl's. In another language, and from a hosts file or a
 * resolver of the application, it is only {@link #UNKNOWN_HOST}.
 *
 * <p>Threading: stateless.
 */
final class LookupErrors {
    /** Nobody says why. */
    static final String UNKNOWN_HOST = "UNKNOWN_HOST";

    /** The resolver failed with something else than an UnknownHostException, which the JDK may have put into one. */
    static final String RESOLVER_FAILED = "RESOLVER_FAILED";

    /** The JDK puts one into another at the most, the resolver's into that. */
    private static final int MAX_CAUSES = 4;

    private static final String[] SYMBOL_OF_TEXT = {
        "Name or service not known", "EAI_NONAME",
        "Name does not resolve", "EAI_NONAME",
        "Temporary failure in name resolution", "EAI_AGAIN",
        "Try again", "EAI_AGAIN",
        "No address associated with hostname", "EAI_NODATA",
        "Name has no usable address", "EAI_NODATA",
        "Non-recoverable failure in name resolution", "EAI_FAIL",
        "Non-recoverable error", "EAI_FAIL",
        "Memory allocation failure", "EAI_MEMORY",
        "Out of memory", "EAI_MEMORY",
        "System error", "EAI_SYSTEM",
    };

    private LookupErrors() {}

    /** @param thrown null: the answer was empty */
    static String of(Throwable thrown) {
        Throwable cause = thrown;
        String text = null;
        // Of the JDK's own class only: another one's methods are code of the application.
        for (int i = 0; i < MAX_CAUSES && isJdks(cause); i++) {
            text = text == null ? cause.getMessage() : text;
            cause = cause.getCause();
        }
        if (cause != null && !(cause instanceof UnknownHostException)) {
            return RESOLVER_FAILED;
        }
        for (int i = 0; text != null && i < SYMBOL_OF_TEXT.length; i += 2) {
            if (text.endsWith(SYMBOL_OF_TEXT[i])) {
                return SYMBOL_OF_TEXT[i + 1];
            }
        }
        return UNKNOWN_HOST;
    }

    private static boolean isJdks(Throwable thrown) {
        return thrown != null && thrown.getClass() == UnknownHostException.class;
    }
}
