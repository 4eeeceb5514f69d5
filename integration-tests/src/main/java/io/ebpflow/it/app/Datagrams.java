// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@link Script} can do with UDP:
 *
 * <pre>
 *   THREAD udp ID open socket|channel HOST        THREAD udp ID connect HOST PORT
 *   THREAD udp ID sendTo BYTES HOST PORT          THREAD udp ID receiveFrom
 *   THREAD udp ID send BYTES                      THREAD udp ID receive
 *   THREAD udp ID close
 * </pre>
 *
 * Sends answer with the size, receives with the size and the port of the sender.
 *
 * <p>Threading: a socket is used by one thread at a time.
 */
final class Datagrams {

    private static final int MAX_BYTES = 65_507;
    private static final Map<String, AutoCloseable> SOCKETS = new ConcurrentHashMap<>();

    private Datagrams() {}

    static Object run(String[] words) throws Exception {
        if (words[3].equals("open")) {
            return open(words);
        }
        AutoCloseable socket = SOCKETS.get(words[2]);
        if (words[3].equals("close")) {
            socket.close();
            return "";
        }
        return socket instanceof DatagramSocket
                ? use((DatagramSocket) socket, words)
                : use((DatagramChannel) socket, words);
    }

    private static Object open(String[] words) throws Exception {
        InetSocketAddress local = Script.address(words[5], "0");
        if (words[4].equals("socket")) {
            DatagramSocket socket = new DatagramSocket(local);
            SOCKETS.put(words[2], socket);
            return socket.getLocalPort();
        }
        DatagramChannel channel = DatagramChannel.open().bind(local);
        SOCKETS.put(words[2], channel);
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private static Object use(DatagramSocket socket, String[] words) throws Exception {
        switch (words[3]) {
            case "connect":
                socket.connect(Script.address(words[4], words[5]));
                return "";
            case "send":
                socket.send(new DatagramPacket(new byte[Script.number(words[4])], Script.number(words[4])));
                return words[4];
            case "sendTo":
                int count = Script.number(words[4]);
                socket.send(new DatagramPacket(new byte[count], count, Script.address(words[5], words[6])));
                return count;
            case "receive":
            case "receiveFrom":
                DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
                socket.receive(packet);
                return packet.getLength() + "\t" + packet.getPort();
            default:
                throw new IllegalArgumentException(words[3]);
        }
    }

    private static Object use(DatagramChannel channel, String[] words) throws Exception {
        switch (words[3]) {
            case "connect":
                channel.connect(Script.address(words[4], words[5]));
                return "";
            case "send":
                return channel.write(ByteBuffer.allocate(Script.number(words[4])));
            case "sendTo":
                ByteBuffer bytes = ByteBuffer.allocate(Script.number(words[4]));
                return channel.send(bytes, Script.address(words[5], words[6]));
            case "receive":
                return channel.read(ByteBuffer.allocate(MAX_BYTES)) + "\t0";
            case "receiveFrom":
                ByteBuffer received = ByteBuffer.allocate(MAX_BYTES);
                InetSocketAddress sender = (InetSocketAddress) channel.receive(received);
                return received.position() + "\t" + sender.getPort();
            default:
                throw new IllegalArgumentException(words[3]);
        }
    }
}
