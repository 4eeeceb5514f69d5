// SPDX-License-Identifier: Apache-2.0
package com.example.shop.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.StringJoiner;

/** The little JSON that the shop answers with: an object of numbers and texts. */
final class Json {
    private Json() {}

    /** @param namesAndValues name, value, name, value, ... */
    static String object(Object... namesAndValues) {
        StringJoiner members = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.add(toJson(namesAndValues[i].toString()) + ": " + toJson(namesAndValues[i + 1]));
        }
        return members.toString();
    }

    static void send(HttpServletResponse response, int status, String json) throws IOException {
        byte[] body = (json + "\n").getBytes(UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String toJson(Object value) {
        if (value instanceof Number) {
            return value.toString();
        }
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toString().toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
