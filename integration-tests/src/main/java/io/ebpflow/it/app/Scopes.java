// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import io.ebpflow.api.Ebpflow;
import io.ebpflow.api.RequestScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Consumer;

/**
 * Names its calls of a peer by hand. A call is as many bytes long as the number given, or that and those after it:
 *
 * <pre>
 *   peer PORT           connects
 *   call BYTES          a call in no scope
 *   job BYTES           in a job
 *   nested BYTES        in "outer", in "inner", in "outer", in none
 *   disorder BYTES      "outer" is closed before "inner": in "inner", in none
 *   stranger BYTES      "kept", closed by another thread: in "kept"; closed twice, later: in none
 *   loaders BYTES       in "elsewhere", in two copies of the API from two other class loaders
 *   virtual BYTES       in "virtual" by a virtual thread, and in none
 *   open, close         a scope that stays open in between
 *   hooks               waits for those of an agent that was attached
 *   counters            of the agent, from JMX
 *   uninstall           through the agent's MBean
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
@SuppressWarnings("try") // scopes that nobody names
public final class Scopes {

    private static Socket peer;
    private static RequestScope kept;

    private Scopes() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            run(words[0], words.length > 1 ? Integer.parseInt(words[1]) : 0);
        }
    }

    private static void run(String word, int number) throws Exception {
        switch (word) {
            case "peer":
                peer = new Socket("127.0.0.1", number);
                break;
            case "call":
                call(number);
                break;
            case "job":
                try (RequestScope scope = Ebpflow.job("nightly\u0007import")) {
                    call(number);
                }
                break;
            case "nested":
                nested(number);
                break;
            case "disorder":
                disorder(number);
                break;
            case "stranger":
                stranger(number);
                break;
            case "loaders":
                elsewhere(() -> call(number));
                elsewhere(() -> call(number + 1));
                break;
            case "virtual":
                virtual(() -> {
                    new Named().accept(() -> call(number));
                    call(number + 1);
                });
                break;
            case "open":
                kept = Ebpflow.request("kept");
                break;
            case "close":
                kept.close();
                break;
            case "hooks":
                Gate.awaitHooks();
                break;
            case "counters":
                AgentBeans.counters().forEach((name, count) -> Gate.report("counter", name, count));
                break;
            case "uninstall":
                AgentBeans.uninstall();
                break;
            default:
                throw new IllegalArgumentException(word);
        }
    }

    private static void nested(int number) {
        try (RequestScope outer = Ebpflow.request("outer")) {
            call(number);
            try (RequestScope inner = Ebpflow.request("inner")) {
                call(number + 1);
            }
            call(number + 2);
        }
        call(number + 3);
    }

    private static void disorder(int number) {
        RequestScope outer = Ebpflow.request("outer");
        RequestScope inner = Ebpflow.request("inner");
        outer.close();
        call(number);
        inner.close();
        call(number + 1);
    }

    private static void stranger(int number) throws InterruptedException {
        RequestScope scope = Ebpflow.request("kept");
        Thread stranger = new Thread(scope::close);
        stranger.start();
        stranger.join();
        call(number);
        scope.close();
        scope.close();
        call(number + 1);
    }

    private static void elsewhere(Runnable call) throws Exception {
        URL[] places = {
            Ebpflow.class.getProtectionDomain().getCodeSource().getLocation(),
            Scopes.class.getProtectionDomain().getCodeSource().getLocation()
        };
        try (URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
            Object named = loader.loadClass(Named.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            Consumer.class.getMethod("accept", Object.class).invoke(named, call);
        }
    }

    private static void virtual(Runnable body) throws Exception {
        Thread thread = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
        thread.join();
    }

    private static void call(int count) {
        try {
            peer.getOutputStream().write(new byte[count]);
            if (peer.getInputStream().readNBytes(1).length != 1) {
                throw new IOException("the peer has gone");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs something under a name.
     *
     * <p>Threading: stateless.
     */
    public static final class Named implements Consumer<Runnable> {
        @Override
        public void accept(Runnable call) {
            try (RequestScope scope = Ebpflow.request("elsewhere")) {
                call.run();
            }
        }
    }
}
