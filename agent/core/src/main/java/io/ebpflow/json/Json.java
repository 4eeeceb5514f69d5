// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON: objects are maps, arrays lists, whole numbers longs, others doubles. By hand, as ours is
 * written: half a megabyte of library for a hundred lines is not worth it.
 *
 * <p>Threading: confined to one call.
 */
public final class Json {
    /** Far deeper than anything we ask for; what is deeper still would end the thread's stack. */
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int position;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is not one JSON object */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(String text) {
        Object value = of(text);
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new IllegalArgumentException("no JSON object: " + text);
    }

    /** @throws IllegalArgumentException if it is not one JSON value */
    public static Object of(String text) {
        Json json = new Json(text);
        try {
            Object value = json.value();
            json.skipBlanks();
            if (json.position == text.length()) {
                return value;
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("JSON ends too early: " + text, e);
        }
        throw json.unexpected();
    }

    private Object value() {
        skipBlanks();
        char c = text.charAt(position);
        if (c != '{' && c != '[') {
            return c == '"' ? string() : literal();
        }
        if (++depth > MAX_DEPTH) {
            throw unexpected();
        }
        Object value = c == '{' ? map() : list();
        depth--;
        return value;
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (boolean more = begins('}'); more; more = goesOn('}')) {
            skipBlanks();
            String key = string();
            skipBlanks();
            expect(':');
            map.put(key, value());
        }
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        for (boolean more = begins(']'); more; more = goesOn(']')) {
            list.add(value());
        }
        return list;
    }

    private boolean begins(char end) {
        position++;
        skipBlanks();
        if (text.charAt(position) == end) {
            position++;
            return false;
        }
        return true;
    }

    private boolean goesOn(char end) {
        skipBlanks();
        if (text.charAt(position) == end) {
            position++;
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        expect('"');
        int end = text.indexOf('"', position);
        String plain = text.substring(position, end);
        if (plain.indexOf('\\') < 0) {
            position = end + 1;
            return plain;
        }
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            string.append(c == '\\' ? escaped(next()) : c);
        }
        return string.toString();
    }

    private char escaped(char c) {
        switch (c) {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u':
                position += 4;
                return (char) Integer.parseInt(text.substring(position - 4, position), 16);
            default:
                return c;
        }
    }

    private Object literal() {
        int start = position;
        while (position < text.length()
                && ",]}".indexOf(text.charAt(position)) < 0
                && !isBlank(text.charAt(position))) {
            position++;
        }
        String word = text.substring(start, position);
        if (word.equals("true") || word.equals("false")) {
            return Boolean.valueOf(word);
        }
        if (word.equals("null")) {
            return null;
        }
        return word.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(word) : (Object) Double.valueOf(word);
    }

    private char next() {
        return text.charAt(position++);
    }

    private void expect(char c) {
        if (next() != c) {
            throw unexpected();
        }
    }

    private void skipBlanks() {
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not JSON at " + position + ": " + text);
    }
}
