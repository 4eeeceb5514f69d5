// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.health.Printable;

/**
 * Writes one flat JSON object into a StringBuilder. By hand: one shape of record does not need a library of half a
 * megabyte in the application's process.
 *
 * <p>Threading: confined to the view thread.
 */
class JsonObject {
    private StringBuilder to;
    private boolean hasMember;

    void begin(StringBuilder newTo) {
        to = newTo;
        hasMember = false;
        to.append('{');
    }

    void end() {
        to.append('}');
        to = null;
    }

    /** Begins a member; its value has to follow. */
    void key(String key) {
        if (hasMember) {
            to.append(',');
        }
        hasMember = true;
        to.append('"').append(key).append("\":");
    }

    /** @param value null: no member */
    void text(String key, CharSequence value) {
        if (value != null) {
            key(key);
            appendQuoted(to, value);
        }
    }

    void texts(String key, String[] values) {
        key(key);
        for (int i = 0; i < values.length; i++) {
            appendQuoted(to.append(i == 0 ? '[' : ','), values[i]);
        }
        to.append(']');
    }

    void number(String key, long value) {
        key(key);
        to.append(value);
    }

    void bool(String key, boolean value) {
        key(key);
        to.append(value);
    }

    /** What is the same in every record. */
    void process(ProcessJson process) {
        members(process.members());
    }

    /** @param members rendered by another object; empty: none */
    private void members(CharSequence members) {
        if (members.length() > 0) {
            to.append(hasMember ? "," : "").append(members);
            hasMember = true;
        }
    }

    /**
     * An object of numbers.
     *
     * @param counts {@code name=count name=count}; null: no member
     */
    void counts(String key, String counts) {
        if (counts == null) {
            return;
        }
        key(key);
        to.append('{');
        String separator = "";
        for (String part : counts.split(" ")) {
            int equals = part.lastIndexOf('=');
            if (equals > 0) {
                appendQuoted(to.append(separator), part.substring(0, equals));
                to.append(':').append(Long.parseLong(part.substring(equals + 1)));
                separator = ",";
            }
        }
        to.append('}');
    }

    /** Begins a string whose characters need no escape; {@link #endRawString()} has to follow. */
    StringBuilder rawString(String key) {
        key(key);
        return to.append('"');
    }

    void endRawString() {
        to.append('"');
    }

    /**
     * Appends a JSON string. Escaped is what RFC 8259 asks for, and what would harm one who prints the line: C1 controls,
     * Unicode line breaks and direction marks. A lone surrogate is escaped because UTF-8 has no bytes for it.
     */
    static void appendQuoted(StringBuilder to, CharSequence value) {
        to.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else {
                Printable.appendAt(to, value, i);
            }
        }
        to.append('"');
    }
}
