// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An answer of HTTP/1.1 (RFC 9112), of which all bytes up to the end of the connection are there: with its length, in chunks,
 * or up to the end.
 *
 * <p>Threading: immutable.
 */
final class HttpAnswer {
    final int status;
    final String body;

    private HttpAnswer(int status, String body) {
        this.status = status;
        this.body = body;
    }

    /** @throws IOException if it is none, or incomplete */
    static HttpAnswer of(byte[] bytes) throws IOException {
        int headerEnd = indexOfHeaderEnd(bytes);
        String[] lines = new String(bytes, 0, headerEnd, StandardCharsets.ISO_8859_1).split("\r\n");
        String[] words = lines[0].split(" ", 3);
        if (!lines[0].startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("[0-9]{3}")) {
            throw new IOException("no answer of HTTP");
        }
        int start = headerEnd + 4;
        String length = header(lines, "content-length");
        byte[] body;
        if ("chunked".equalsIgnoreCase(header(lines, "transfer-encoding"))) {
            body = unchunked(bytes, start);
        } else {
            body = part(bytes, start, length == null ? bytes.length - start : number(length, 10));
        }
        return new HttpAnswer(Integer.parseInt(words[1]), new String(body, StandardCharsets.UTF_8));
    }

    private static int indexOfHeaderEnd(byte[] bytes) throws IOException {
        for (int i = 0; i + 3 < bytes.length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i;
            }
        }
        throw new IOException("no end of the header");
    }

    private static String header(String[] lines, String name) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
                return line.substring(colon + 1).trim();
            }
        }
        return null;
    }

    /** Chunks may have extensions, and behind the last one fields: both are of no use to us. */
    private static byte[] unchunked(byte[] bytes, int start) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes.length);
        int position = start;
        while (true) {
            int lineEnd = position;
            while (lineEnd < bytes.length && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            if (lineEnd == bytes.length) {
                throw new IOException("no end of the chunks");
            }
            String size = new String(bytes, position, lineEnd - position, StandardCharsets.ISO_8859_1);
            int count = number(size.split(";", 2)[0].trim(), 16);
            if (count == 0) {
                return body.toByteArray();
            }
            body.write(part(bytes, lineEnd + 1, count), 0, count);
            position = lineEnd + 1 + count + 2;
        }
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("no length: " + text, e);
        }
        throw new IOException("no length: " + text);
    }

    private static byte[] part(byte[] bytes, int from, int count) throws IOException {
        if (count > bytes.length - from) {
            throw new IOException("the answer ends too early");
        }
        byte[] part = new byte[count];
        System.arraycopy(bytes, from, part, 0, count);
        return part;
    }
}
