// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import io.ebpflow.api.Direction;
import io.ebpflow.api.Ebpflow;
import io.ebpflow.api.EventKind;
import io.ebpflow.api.FlowEvent;
import io.ebpflow.api.FlowFilter;
import io.ebpflow.api.RequestScope;
import io.ebpflow.api.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Subscribes to its own flows:
 *
 * <pre>
 *   peer PORT        connects
 *   calls COUNT      so many calls of that peer, of 1, 2, 3 ... bytes
 *   short COUNT      so many of one byte each
 *   named BYTES      one for the request "reindexing"
 *   exchanges        subscribes to what it asks that peer
 *   failing          a listener that throws, of everything of that peer
 *   blocking         a listener that never returns, likewise
 *   chatty           a listener that calls another peer of its own each time
 *   filters          one subscription for each kind of filter
 *   other            in a copy of the API from another class loader, which is dropped
 *   collect          whether that class loader has gone
 *   await COUNT NAME until that subscription was told so often
 *   told             what every subscription was told: event and values, then counts
 *   active           whether "all" is
 *   close            all of them
 *   counters         of the agent, from JMX
 *   hooks, uninstall as in Scopes
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
@SuppressWarnings("try") // a scope that nobody names
public final class Subscribers {
    private static final long LIMIT_MS = 30_000;

    private static final Queue<Told> SUBSCRIPTIONS = new ConcurrentLinkedQueue<>();
    private static Socket peer;
    private static ServerSocket others;
    private static WeakReference<ClassLoader> dropped;

    private Subscribers() {}

    public static void main(String[] args) throws Exception {
        others = new ServerSocket(0);
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            if (words[0].equals("await")) {
                await(Integer.parseInt(words[1]), words[2]);
            } else {
                run(words[0], words.length > 1 ? Integer.parseInt(words[1]) : 0);
            }
        }
    }

    private static void run(String word, int number) throws Exception {
        switch (word) {
            case "peer":
                peer = new Socket("127.0.0.1", number);
                break;
            case "calls":
                for (int i = 1; i <= number; i++) {
                    call(i);
                }
                break;
            case "short":
                for (int i = 0; i < number; i++) {
                    call(1);
                }
                break;
            case "named":
                try (RequestScope scope = Ebpflow.request("reindexing")) {
                    call(number);
                }
                break;
            case "exchanges":
                subscribe("all", ofPeer().events(EventKind.EXCHANGE), event -> {});
                break;
            case "failing":
                subscribe("failing", ofPeer().events(EventKind.EXCHANGE), event -> {
                    throw new StackOverflowError("on purpose");
                });
                break;
            case "blocking":
                subscribe("blocking", ofPeer().events(EventKind.EXCHANGE), event -> new Forever().accept(0));
                break;
            case "chatty":
                subscribe("chatty", ofPeer().events(EventKind.EXCHANGE), event -> chat());
                break;
            case "filters":
                filters();
                break;
            case "other":
                other();
                break;
            case "collect":
                Gate.report("collected", isCollected());
                break;
            case "told":
                SUBSCRIPTIONS.forEach(Told::report);
                break;
            case "active":
                Gate.report("active", named("all").subscription.isActive());
                break;
            case "close":
                SUBSCRIPTIONS.forEach(told -> told.subscription.close());
                break;
            default:
                agent(word);
        }
    }

    private static void agent(String word) throws Exception {
        if (word.equals("hooks")) {
            Gate.awaitHooks();
        } else if (word.equals("counters")) {
            AgentBeans.counters().forEach((name, count) -> Gate.report("counter", name, count));
        } else if (word.equals("uninstall")) {
            AgentBeans.uninstall();
        } else {
            throw new IllegalArgumentException(word);
        }
    }

    private static FlowFilter ofPeer() {
        return FlowFilter.all().remote("127.0.0.1:" + peer.getPort());
    }

    private static void filters() {
        FlowFilter calls = ofPeer().events(EventKind.EXCHANGE);
        subscribe("out", calls.direction(Direction.OUT), event -> {});
        subscribe("in", calls.direction(Direction.IN), event -> {});
        subscribe("net", FlowFilter.all().events(EventKind.EXCHANGE).remote("127.0.0.0/8", "10.0.0.1"), event -> {});
        subscribe("elsewhere", FlowFilter.all().events(EventKind.EXCHANGE).remote("128.0.0.0/8", "::1"), event -> {});
        subscribe("slow", calls.slowerThan(Duration.ofHours(1)), event -> {});
        subscribe("request", calls.request("indexing"), event -> {});
        subscribe("nobody", calls.request("dex*ing"), event -> {});
        subscribe("health", FlowFilter.all().events(EventKind.HEALTH), event -> {});
    }

    private static void subscribe(String name, FlowFilter filter, Consumer<FlowEvent> then) {
        Told told = new Told(name);
        told.subscription = Ebpflow.subscribe(filter, event -> {
            told.events.add(event);
            then.accept(event);
        });
        SUBSCRIPTIONS.add(told);
    }

    private static Told named(String name) {
        return SUBSCRIPTIONS.stream()
                .filter(told -> told.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void await(int count, String name) throws InterruptedException {
        Subscription subscription = named(name).subscription;
        long deadlineMs = System.currentTimeMillis() + LIMIT_MS;
        while (subscription.deliveredCount() + subscription.droppedCount() < count) {
            if (System.currentTimeMillis() > deadlineMs) {
                throw new IllegalStateException(
                        name + " was told of " + subscription.deliveredCount() + ", not of " + count);
            }
            Thread.sleep(10);
        }
    }

    private static void chat() {
        try (Socket socket = new Socket("127.0.0.1", others.getLocalPort());
                Socket accepted = others.accept()) {
            socket.getOutputStream().write(1);
            accepted.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void other() throws Exception {
        URL[] places = {
            Ebpflow.class.getProtectionDomain().getCodeSource().getLocation(),
            Subscribers.class.getProtectionDomain().getCodeSource().getLocation()
        };
        // Not closed: what the subscription's thread has yet to load would be missing, and that is another test.
        URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
        LongConsumer elsewhere = (LongConsumer) loader.loadClass(Elsewhere.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        elsewhere.accept(peer.getPort());
        dropped = new WeakReference<>(loader);
    }

    private static boolean isCollected() throws InterruptedException {
        long deadlineMs = System.currentTimeMillis() + LIMIT_MS;
        while (dropped.get() != null && System.currentTimeMillis() < deadlineMs) {
            System.gc();
            Thread.sleep(50);
        }
        return dropped.get() == null;
    }

    private static void call(int count) throws IOException {
        peer.getOutputStream().write(new byte[count]);
        if (peer.getInputStream().readNBytes(1).length != 1) {
            throw new IOException("the peer has gone");
        }
    }

    /**
     * Subscribes, and forgets it.
     *
     * <p>Threading: stateless.
     */
    public static final class Elsewhere implements LongConsumer {
        private static long count;

        @Override
        public void accept(long port) {
            Ebpflow.subscribe(FlowFilter.all().remote(":" + port), event -> count++);
        }
    }

    /**
     * Does not come back.
     *
     * <p>Threading: stateless.
     */
    private static final class Forever implements LongConsumer {
        @Override
        public void accept(long unused) {
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    continue; // and does not listen either
                }
            }
        }
    }

    /**
     * A subscription and what it was told.
     *
     * <p>Threading: told by a thread of the agent.
     */
    private static final class Told {
        private final String name;
        private final Queue<FlowEvent> events = new ConcurrentLinkedQueue<>();
        private Subscription subscription;

        Told(String name) {
            this.name = name;
        }

        void report() {
            for (FlowEvent event : List.copyOf(events)) {
                if (event.kind() == EventKind.EXCHANGE && event.requestBytes() > 0 && event.totalUs() >= 0) {
                    Gate.report("told", name, event.values());
                }
            }
            Gate.report(
                    "count",
                    name,
                    subscription.deliveredCount(),
                    subscription.droppedCount(),
                    subscription.failedCount());
        }
    }
}
