// SPDX-License-Identifier: Apache-2.0
package com.example.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A DNS server (RFC 1035, UDP only) that knows a few names: it answers one question for A or AAAA, says "no such name"
 * for all others, and does not recurse.
 *
 * <p>Threading: thread-safe.
 */
public final class DnsResponder implements AutoCloseable {
    private static final int HEADER_BYTES = 12;
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int CLASS_IN = 1;
    private static final int TTL_SECONDS = 60;

    /** In an answer: the name is the one at this offset, where the question begins (RFC 1035, 4.1.4). */
    private static final int POINTER_TO_QUESTION = 0xc000 | HEADER_BYTES;

    private static final int IS_RESPONSE = 0x8000;
    private static final int OPCODE_AND_RECURSION_DESIRED = 0x7900;
    private static final int IS_AUTHORITATIVE = 0x0400;
    private static final int FORMAT_ERROR = 1;
    private static final int NO_SUCH_NAME = 3;

    private final UdpService udp;

    private DnsResponder(UdpService udp) {
        this.udp = udp;
    }

    /** Listens on a free port of the address. */
    public static DnsResponder start(InetAddress address, Map<String, List<InetAddress>> addressesByName)
            throws IOException {
        return new DnsResponder(
                UdpService.start("dns-responder", address, question -> answer(question, addressesByName)));
    }

    public InetSocketAddress address() {
        return udp.address();
    }

    /** @return null for what is not a query at all: answering it could start a game of ping-pong */
    private static byte[] answer(byte[] message, Map<String, List<InetAddress>> addressesByName) {
        ByteBuffer query = ByteBuffer.wrap(message);
        if (message.length < HEADER_BYTES || (query.getShort(Short.BYTES) & IS_RESPONSE) != 0) {
            return null;
        }
        try {
            query.position(HEADER_BYTES);
            String name = readName(query);
            int type = query.getShort();
            int questionClass = query.getShort();
            List<InetAddress> known = questionClass == CLASS_IN ? addressesByName.get(name) : null;
            List<byte[]> found = known == null ? List.of() : ofType(type, known);
            return response(query, known == null ? NO_SUCH_NAME : 0, found, type);
        } catch (BufferUnderflowException cutOff) {
            query.position(HEADER_BYTES);
            return response(query, FORMAT_ERROR, List.of(), 0);
        }
    }

    private static String readName(ByteBuffer query) {
        List<String> labels = new ArrayList<>();
        for (int length = query.get() & 0xff; length != 0; length = query.get() & 0xff) {
            byte[] label = new byte[length];
            query.get(label);
            labels.add(new String(label, US_ASCII));
        }
        return String.join(".", labels).toLowerCase(Locale.ROOT);
    }

    private static List<byte[]> ofType(int type, List<InetAddress> addresses) {
        List<byte[]> found = new ArrayList<>();
        for (InetAddress address : addresses) {
            if (type == (address instanceof Inet4Address ? TYPE_A : TYPE_AAAA)) {
                found.add(address.getAddress());
            }
        }
        return found;
    }

    /** Header, the question as it came (up to the buffer's position), and an answer for each address. */
    private static byte[] response(ByteBuffer query, int responseCode, List<byte[]> addresses, int type) {
        int flags = query.getShort(Short.BYTES) & OPCODE_AND_RECURSION_DESIRED;
        boolean hasQuestion = query.position() > HEADER_BYTES;
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        writeShorts(response, query.getShort(0), IS_RESPONSE | IS_AUTHORITATIVE | flags | responseCode);
        writeShorts(response, hasQuestion ? 1 : 0, addresses.size(), 0, 0);
        response.write(query.array(), HEADER_BYTES, query.position() - HEADER_BYTES);
        for (byte[] address : addresses) {
            writeShorts(response, POINTER_TO_QUESTION, type, CLASS_IN, 0, TTL_SECONDS, address.length);
            response.write(address, 0, address.length);
        }
        return response.toByteArray();
    }

    private static void writeShorts(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value >> 8);
            out.write(value);
        }
    }

    @Override
    public void close() {
        udp.close();
    }
}
