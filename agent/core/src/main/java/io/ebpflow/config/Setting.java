// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

/**
 * What one source says about one option.
 *
 * <p>Threading: immutable.
 */
final class Setting {
    /** As the user wrote it, trimmed. */
    final String text;

    /** Where, as it is named in messages: {@code agent arguments}, {@code -Debpflow.slow}, a file's path. */
    final String origin;

    Setting(String text, String origin) {
        this.text = text;
        this.origin = origin;
    }
}
