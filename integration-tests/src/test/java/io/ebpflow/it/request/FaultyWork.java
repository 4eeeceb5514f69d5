// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.app.GrpcCalls;
import io.ebpflow.it.app.Handovers;
import io.ebpflow.it.app.JmsCalls;
import io.ebpflow.it.app.Jobs;
import io.ebpflow.it.app.KafkaCalls;
import io.ebpflow.it.app.LibraryCalls;
import io.ebpflow.it.app.Names;
import io.ebpflow.it.app.Responder;
import io.ebpflow.it.app.Scopes;
import io.ebpflow.it.app.Script;
import io.ebpflow.it.app.Subscribers;
import io.ebpflow.it.app.Traced;
import io.ebpflow.it.app.WebCalls;
import io.ebpflow.it.protocol.Http1Talk;
import io.ebpflow.it.protocol.Http2Talk;
import io.ebpflow.it.protocol.OkHttpTalk;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;

/**
 * Applications of the JDK and of libraries, and what makes them do their work. A command is done when all that it has asked for has
 * come.
 *
 * <p>Threading: immutable.
 */
enum FaultyWork {
    NAMES(Names.class, (run, peers) -> run.all("lookup localhost platform", "lookup localhost platform")),
    DATAGRAMS(Script.class, (run, peers) -> exchangeDatagrams(run)),
    ACCEPTS(Responder.class, (run, peers) -> connectTo(port(run, "serve 127.0.0.1 0 0"))),
    SCOPES(
            Scopes.class,
            (run, peers) -> run.all("peer " + peers.called(), "job 11", "nested 21", "disorder 31", "job 12")),
    SUBSCRIPTIONS(
            Subscribers.class,
            (run, peers) -> run.all("peer " + peers.called(), "exchanges", "filters", "chatty", "calls 7", "close")),
    JOBS(Jobs.class, (run, peers) -> run.all("connect " + peers.called(), "timer 11", "spring 21", "quartz 31")),
    GRPC(GrpcCalls.class, (run, peers) -> run.all("connect " + peers.called(), "netty 10", "inprocess 20")),
    JMS(JmsCalls.class, (run, peers) -> run.all("connect " + peers.called(), "listen 11", "spring 21")),
    KAFKA(
            KafkaCalls.class,
            (run, peers) -> run.all(
                    "connect " + peers.called(),
                    "broker " + peers.kafka(),
                    "all 1",
                    "break 11",
                    "topic 21",
                    "handed 31")),

    HTTP_1(Http1Talk.class, (run, peers) -> {
        for (String client : List.of("jdk", "apache", "apache-pipeline", "jetty", "netty")) {
            for (int connection = 0; connection < 5; connection++) { // some methods are called once for each
                assertThat(run.run(client + " " + peers.http1() + " closed-2 5"))
                        .hasSize(5);
            }
        }
    }),
    HTTP_2(
            Http2Talk.class,
            (run, peers) -> assertThat(run.run(peers.http2() + " closed-2 13")).hasSize(13)),
    HTTP_2_OKHTTP(OkHttpTalk.class, (run, peers) -> {
        for (int i = 0; i < 5; i++) {
            assertThat(run.run(peers.http2() + " closed-2 3")).hasSize(3);
        }
    }),
    WEB_CALLS(WebCalls.class, (run, peers) -> {
        String own = own(run, "serve http://127.0.0.1:" + peers.plain());
        Asking.all(own, WebCalls.ROUTES, requests());
        Asking.all(own + "/twice", WebCalls.ROUTES, requests());
        Asking.all(own(run, "serve https://127.0.0.1:" + peers.encrypted()), WebCalls.ROUTES, requests());
    }),
    LIBRARY_CALLS(LibraryCalls.class, (run, peers) -> {
        String own = own(run, "serve " + peers.echo() + " " + peers.plain());
        Asking.all(own + "/netty", LibraryCalls.ROUTES, requests());
        Asking.all(own + "/okhttp", LibraryCalls.ROUTES, requests());
    }),
    /** The last in a JVM. */
    TRACED(Traced.class, (run, peers) -> {
        for (String port : run.run("serve " + peers.called())) {
            askForTraces(port);
        }
    }),

    /** The last in a JVM. */
    HANDOVERS(Handovers.class, (run, peers) -> {
        String own = own(run, "serve " + peers.echo());
        Asking.all(own, Handovers.ROUTES, requests());
        for (int i = 0; i < 13; i++) {
            Asking.all(own + "/odd", 1, 1); // one at a time
        }
    });

    private static final int SOME = 31;

    private final Class<?> application;
    private final Body body;

    FaultyWork(Class<?> application, Body body) {
        this.application = application;
        this.body = body;
    }

    /** What it does. */
    private interface Body {
        void drive(FaultyRun run, FaultyPeers peers) throws Exception;
    }

    String application() {
        return application.getName();
    }

    /** All has been answered, and rightly. */
    void drive(FaultyRun run, FaultyPeers peers) throws Exception {
        body.drive(run, peers);
    }

    private static int requests() {
        return FaultsIT.REQUESTS;
    }

    private static int port(FaultyRun run, String serve) throws Exception {
        return Integer.parseInt(run.run(serve).get(0));
    }

    private static String own(FaultyRun run, String serve) throws Exception {
        return "http://127.0.0.1:" + port(run, serve);
    }

    private static void exchangeDatagrams(FaultyRun run) throws Exception {
        for (String style : List.of("socket", "channel")) {
            String one = "main udp " + style + " ";
            String other = "main udp other-" + style + " ";
            String port = last(run.run(one + "open " + style + " 127.0.0.1"));
            last(run.run(other + "open " + style + " 127.0.0.1"));
            for (int i = 0; i < SOME; i++) {
                last(run.run(other + "sendTo 11 127.0.0.1 " + port));
                assertThat(run.run(one + "receiveFrom").get(0)).contains("\t11\t");
            }
        }
    }

    private static String last(List<String> answer) {
        String[] words = answer.get(0).split("\t");
        assertThat(words[0]).isEqualTo("ok");
        return words[words.length - 1];
    }

    private static void connectTo(int port) throws Exception {
        for (int i = 0; i < SOME; i++) {
            try (Socket caller = new Socket("127.0.0.1", port)) {
                caller.shutdownOutput();
                assertThat(caller.getInputStream().read())
                        .as("hung up by who accepted it")
                        .isEqualTo(-1);
            }
        }
    }

    private static void askForTraces(String port) throws Exception {
        for (int i = 0; i < SOME; i++) {
            URLConnection request =
                    URI.create("http://127.0.0.1:" + port + "/traced").toURL().openConnection();
            request.setRequestProperty(Traced.BYTES, "11");
            request.setRequestProperty(
                    Traced.HOW, List.of("span", "mdc", "log4j").get(i % 3));
            assertThat(request.getInputStream().readAllBytes()).isNotEmpty();
        }
    }
}
