// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.config.ExportTarget;
import io.ebpflow.health.AgentLog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import org.zeromq.ZMonitor;

/**
 * A publisher of ZeroMQ (XPUB: it hears of subscriptions, and says so when it cannot send), with its threads as ours, which the
 * kernel programs and hooks pass over. ZeroMQ connects again by itself; names are looked up here, because its own thread does not
 * survive one that cannot be found.
 *
 * <p>A message that nobody has subscribed to is gone without a word. So somebody has to be connected, and to have subscribed
 * since the last time that nobody was. That a subscription ended is not listened to: JeroMQ 0.6 says so of one that another
 * peer has just renewed.
 *
 * <p>Threading: confined to the publishing thread.
 */
final class ZmqSocket implements AutoCloseable {
    /** Of 32 KiB: what a collector may be behind. */
    private static final int MAX_WAITING_MESSAGES = 64;

    private static final int LINGER_MS = 100;
    private static final int RECONNECT_MS = 500;
    private static final int MAX_RECONNECT_MS = 10_000;

    /** A collector that has gone without a word is noticed; those that do not know heartbeats get none. */
    private static final int HEARTBEAT_MS = 10_000;

    private static final int HEARTBEAT_TIMEOUT_MS = 30_000;

    /** Of JeroMQ 0.6 some connects end in a connection that never says a word; after this time it is made again. */
    private static final int HANDSHAKE_MS = 5_000;

    /** Between two attempts to bind, or to find a host by its name. */
    private static final long RETRY_NS = 5_000_000_000L;

    private static final int MAX_TOPICS = 64;
    private static final byte SUBSCRIBED = 1;
    private static final String MONITOR = "inproc://ebpflow-monitor";

    private final ExportTarget target;
    private final AgentLog log;
    private final ZContext context = new ZContext(1);
    private final ZMQ.Socket socket;
    private final ZMQ.Socket monitor;
    private final Set<String> topics = new HashSet<>();
    private int peerCount;

    /** Where it is bound to, or is connecting to; null: nowhere. */
    private String endpoint;

    private long triedNs;
    private boolean isTold;

    ZmqSocket(ExportTarget target, AgentLog log) {
        this.target = target;
        this.log = log;
        context.setThreadFactor((body, name) -> new EbpflowThread("zmq-" + name, body));
        context.setUncaughtExceptionHandler((thread, e) -> log.error("flows are not exported any more: " + e));
        context.setNotificationExceptionHandler((thread, e) -> log.warn("export of flows: " + e));
        context.setLinger(LINGER_MS);
        socket = context.createSocket(SocketType.XPUB);
        socket.setLinger(LINGER_MS);
        socket.setSndHWM(MAX_WAITING_MESSAGES);
        socket.setXpubNoDrop(true);
        socket.setXpubVerbose(true);
        socket.setReconnectIVL(RECONNECT_MS);
        socket.setReconnectIVLMax(MAX_RECONNECT_MS);
        socket.setHandshakeIvl(HANDSHAKE_MS);
        socket.setHeartbeatIvl(HEARTBEAT_MS);
        socket.setHeartbeatTimeout(HEARTBEAT_TIMEOUT_MS);
        socket.monitor(MONITOR, ZMQ.EVENT_CONNECTED | ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_DISCONNECTED);
        monitor = context.createSocket(SocketType.PAIR);
        monitor.connect(MONITOR);
        triedNs = System.nanoTime() - RETRY_NS;
    }

    /** Whether somebody takes flows. Hears of those who come and go, and sees to it that they can. */
    boolean isSubscribed() {
        countPeers();
        for (byte[] word = socket.recv(ZMQ.DONTWAIT); word != null; word = socket.recv(ZMQ.DONTWAIT)) {
            if (word.length > 0 && word[0] == SUBSCRIBED && topics.size() < MAX_TOPICS) {
                topics.add(new String(word, 1, word.length - 1, StandardCharsets.ISO_8859_1));
            }
        }
        boolean isSubscribed = isWanted("flow");
        if (!isSubscribed && System.nanoTime() - triedNs >= RETRY_NS) {
            triedNs = System.nanoTime();
            open();
        }
        return isSubscribed;
    }

    /** Before subscriptions are read: whose subscription is there has been connected before that, and is counted here. */
    private void countPeers() {
        for (ZEvent event = ZEvent.recv(monitor, ZMQ.DONTWAIT);
                event != null;
                event = ZEvent.recv(monitor, ZMQ.DONTWAIT)) {
            peerCount += event.getEvent() == ZMonitor.Event.DISCONNECTED ? -1 : 1;
        }
        if (peerCount <= 0) {
            topics.clear();
        }
    }

    /** Whether somebody takes messages of a topic. */
    boolean isWanted(String topic) {
        for (String subscribed : topics) {
            if (topic.startsWith(subscribed)) {
                return true;
            }
        }
        return false;
    }

    /** @return false: the collector has not taken so many messages that this one has to wait */
    boolean send(byte[][] message) {
        return socket.send(message[0], ZMQ.SNDMORE | ZMQ.DONTWAIT) && socket.send(message[1], ZMQ.DONTWAIT);
    }

    private void open() {
        try {
            if (target.isBinding()) {
                bind();
            } else {
                connect();
            }
        } catch (ZMQException | UnknownHostException e) {
            if (!isTold) {
                isTold = true;
                log.warn("flows cannot be exported yet, export=" + target + ": " + e.getMessage()
                        + "; it is tried again every 5 s");
            }
        }
    }

    private void bind() {
        if (endpoint == null) {
            socket.setIPv6(target.host().indexOf(':') >= 0);
            String address = target.endpoint(target.host());
            socket.bind(address);
            opened(address);
        }
    }

    /** A name may stand for another address by now, if nobody is to be found at the one that we know. */
    private void connect() throws UnknownHostException {
        String address = InetAddress.getByName(target.host()).getHostAddress();
        String current = target.endpoint(address);
        if (current.equals(endpoint)) {
            return;
        }
        if (endpoint != null) {
            socket.disconnect(endpoint);
            endpoint = null;
        }
        socket.setIPv6(address.indexOf(':') >= 0);
        socket.connect(current);
        opened(current);
    }

    private void opened(String address) {
        endpoint = address;
        isTold = false;
        log.info("flows are exported to "
                + (target.isBinding() ? "whoever connects to " + address : address + ", as soon as it is there"));
    }

    @Override
    public void close() {
        context.close();
    }
}
