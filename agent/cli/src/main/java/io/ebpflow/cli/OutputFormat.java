// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How events are printed.
 *
 * <p>Threading: immutable.
 */
enum OutputFormat {
    TEXT,
    JSON,
    /** The line of ebpflowexport. */
    EBPFFLOW;

    /** As it is called on the command line, and where the agent is asked for it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * By its word.
     *
     * <p>Threading: stateless.
     */
    static final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String text) {
            for (OutputFormat format : values()) {
                if (format.word().equals(text.trim().toLowerCase(Locale.ROOT))) {
                    return format;
                }
            }
            throw new TypeConversionException("'" + text + "' is not text, json or ebpfflow");
        }
    }
}
