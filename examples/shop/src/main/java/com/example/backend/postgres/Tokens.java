// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of one SQL text: keywords and names in lower case, 'literals' with their quotes, numbers, $parameters and
 * signs.
 *
 * <p>Threading: confined to the thread that parses.
 */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(?<literal>'(?:[^']|'')*')"
            + "|\"(?<quoted>[^\"]+)\""
            + "|(?<word>[A-Za-z_][A-Za-z_0-9]*|\\$\\d+|\\d+)"
            + "|(?<sign>::|>=|[-+*=(),;])"
            + ")");

    private final List<String> tokens = new ArrayList<>();
    private int next;

    Tokens(String sql) throws SqlException {
        Matcher matcher = TOKEN.matcher(sql);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            tokens.add(tokenOf(matcher));
            end = matcher.end();
        }
        String rest = sql.substring(end).trim();
        if (!rest.isEmpty()) {
            throw SqlException.syntax(rest);
        }
    }

    private static String tokenOf(Matcher matcher) {
        if (matcher.group("word") != null) {
            return matcher.group("word").toLowerCase(Locale.ROOT);
        }
        for (String exact : new String[] {"literal", "quoted"}) {
            if (matcher.group(exact) != null) {
                return matcher.group(exact);
            }
        }
        return matcher.group("sign");
    }

    boolean isAtEnd() {
        return next == tokens.size();
    }

    String next() throws SqlException {
        if (isAtEnd()) {
            throw SqlException.syntax("end of input");
        }
        return tokens.get(next++);
    }

    /** Takes the words if they all come next. */
    boolean take(String... words) {
        if (next + words.length > tokens.size()
                || !tokens.subList(next, next + words.length).equals(List.of(words))) {
            return false;
        }
        next += words.length;
        return true;
    }

    void expect(String... words) throws SqlException {
        if (!take(words)) {
            throw SqlException.syntax(isAtEnd() ? "end of input" : tokens.get(next));
        }
    }

    /** Passes over what is left of this statement: to its semicolon, or the end. */
    void skipStatement() {
        while (!isAtEnd() && !tokens.get(next).equals(";")) {
            next++;
        }
    }
}
