// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Looks up the IPv4 address of a name at one DNS server (RFC 1035): the JDK has no way to ask a server of our choice
 * on a port of our choice. One question, one answer, no second try.
 *
 * <p>Threading: thread-safe, each question has a socket and so a port of its own.
 */
public final class DnsClient {
    private static final int TIME_LIMIT_MS = 2000;
    private static final int MAX_UDP_ANSWER_BYTES = 512;
    private static final int HEADER_BYTES = 12;
    private static final int TYPE_A = 1;
    private static final int CLASS_IN = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE_CODE_MASK = 0xf;
    private static final int IPV4_BYTES = 4;

    private final InetSocketAddress server;

    public DnsClient(InetSocketAddress server) {
        this.server = server;
    }

    /** @throws UnknownHostException when the server does not know the name */
    public InetAddress lookUp(String name) throws IOException {
        short queryId = (short) ThreadLocalRandom.current().nextInt();
        byte[] query = query(queryId, name);
        DatagramPacket answer = new DatagramPacket(new byte[MAX_UDP_ANSWER_BYTES], MAX_UDP_ANSWER_BYTES);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIME_LIMIT_MS);
            socket.connect(server);
            socket.send(new DatagramPacket(query, query.length));
            socket.receive(answer);
        }
        try {
            return InetAddress.getByAddress(
                    name, address(name, queryId, ByteBuffer.wrap(answer.getData(), 0, answer.getLength())));
        } catch (BufferUnderflowException cutOff) {
            throw new ProtocolException("the DNS server's answer for " + name + " is cut off");
        }
    }

    private static byte[] query(short queryId, String name) {
        ByteArrayOutputStream query = new ByteArrayOutputStream();
        writeShorts(query, queryId, RECURSION_DESIRED, 1, 0, 0, 0);
        for (String label : name.split("\\.")) {
            query.write(label.length());
            query.writeBytes(label.getBytes(US_ASCII));
        }
        query.write(0);
        writeShorts(query, TYPE_A, CLASS_IN);
        return query.toByteArray();
    }

    private static byte[] address(String name, short queryId, ByteBuffer answer) throws IOException {
        short answeredId = answer.getShort();
        int responseCode = answer.getShort() & RESPONSE_CODE_MASK;
        if (answeredId != queryId) {
            throw new ProtocolException("the DNS server answered another question");
        }
        if (responseCode != 0) {
            throw new UnknownHostException(name + ": the DNS server says " + responseCode);
        }
        int questionCount = answer.getShort();
        int answerCount = answer.getShort();
        answer.position(HEADER_BYTES);
        for (int i = 0; i < questionCount; i++) {
            skipName(answer);
            answer.getInt();
        }
        for (int i = 0; i < answerCount; i++) {
            skipName(answer);
            int type = answer.getShort();
            answer.position(answer.position() + Short.BYTES + Integer.BYTES);
            byte[] data = new byte[answer.getShort()];
            answer.get(data);
            if (type == TYPE_A && data.length == IPV4_BYTES) {
                return data;
            }
        }
        throw new UnknownHostException(name + " has no IPv4 address");
    }

    /** A name is labels with a length up to a length of 0, or up to a pointer: two bytes from 0xc0 on. */
    private static void skipName(ByteBuffer answer) {
        int length = answer.get() & 0xff;
        while (length != 0 && length < 0xc0) {
            answer.get(new byte[length]);
            length = answer.get() & 0xff;
        }
        if (length != 0) {
            answer.get();
        }
    }

    private static void writeShorts(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value >> 8);
            out.write(value);
        }
    }
}
