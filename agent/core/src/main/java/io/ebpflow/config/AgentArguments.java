// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import io.ebpflow.health.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code key=value,key=value}, what follows the jar in {@code -javaagent:ebpflow.jar=}. Double quotes around a value keep
 * its commas; inside them {@code \"} and {@code \\} stand for the character itself.
 *
 * <p>Threading: confined to one call.
 */
final class AgentArguments {
    static final String ORIGIN = "agent arguments";

    private final String text;
    private final List<String> problems;
    private int position;

    private AgentArguments(String text, List<String> problems) {
        this.text = text;
        this.problems = problems;
    }

    /**
     * @param text null: none
     * @param problems receives a line for each part that cannot be understood
     * @return values by key as written, in order; the last one of a repeated key wins
     */
    static Map<String, String> parse(String text, List<String> problems) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (text != null) {
            new AgentArguments(text, problems).parseInto(pairs);
        }
        return pairs;
    }

    private void parseInto(Map<String, String> pairs) {
        while (position < text.length()) {
            String key = upTo('=', ',').trim();
            boolean hasValue = position < text.length() && text.charAt(position) == '=';
            position++;
            if (hasValue) {
                String value = value();
                if (value != null) {
                    pairs.put(key, value);
                }
            } else if (!key.isEmpty()) {
                problems.add("agent arguments: \"" + Printable.of(key)
                        + "\" is not key=value (a list is written flows=tcp+out, or in double quotes)");
            }
        }
    }

    /** Leaves the position behind the comma that ends the value. Null: no value because of a reported problem. */
    private String value() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
        if (position == text.length() || text.charAt(position) != '"') {
            String plain = upTo(',', ',').trim();
            position++;
            return plain;
        }
        int start = position;
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length() && text.charAt(position) != '"'; position++) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                position++;
            }
            value.append(text.charAt(position));
        }
        if (position >= text.length()) {
            problems.add("agent arguments: the quote before " + Printable.of(text.substring(start + 1))
                    + " is not closed; this value is ignored");
            return null;
        }
        position++;
        String rest = upTo(',', ',').trim();
        position++;
        if (!rest.isEmpty()) {
            problems.add("agent arguments: \"" + Printable.of(rest) + "\" after a closing quote is ignored");
        }
        return value.toString().trim();
    }

    private String upTo(char end, char otherEnd) {
        int start = position;
        while (position < text.length() && text.charAt(position) != end && text.charAt(position) != otherEnd) {
            position++;
        }
        return text.substring(start, position);
    }
}
