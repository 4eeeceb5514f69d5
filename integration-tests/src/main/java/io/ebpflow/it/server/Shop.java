// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import io.ebpflow.it.app.AgentBeans;
import io.ebpflow.it.app.Gate;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web application at {@code /shop} whose servlets call a peer, each with as many bytes as the request's header {@value #BYTES}
 * says:
 *
 * <pre>
 *   serve PORT NAME ...    its port; the peer's is PORT; with the servlets of the frameworks of these names
 *   leave                  closes the connections to the peer
 *   uninstall              the agent; answers how many MBeans of it there are then, and the id of the youngest thread
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class Shop {

    /** Header of a request. */
    public static final String BYTES = "X-Bytes";

    /** {@code /r0/*} is the first. */
    public static final int ROUTES = 23;

    /** Where the errors of {@code /fail} are told. */
    static final String ERROR_PAGE = "/page/error";

    private static final long TIMEOUT_MS = 50;

    static final ExecutorService OTHERS = Executors.newFixedThreadPool(4, body -> {
        Thread thread = new Thread(body, "other");
        thread.setDaemon(true);
        return thread;
    });

    private static Peer peer;

    private Shop() {}

    /** Starts the application, whatever serves it. */
    interface Server {
        /** Answers the port. */
        int start(Map<String, HttpServlet> servlets) throws Exception;
    }

    static void main(Server server) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            if (words[0].equals("leave")) {
                peer.leave();
                continue;
            }
            if (words[0].equals("uninstall")) {
                Gate.report(AgentBeans.uninstall(), new Thread("youngest").getId());
                continue;
            }
            peer = new Peer(Integer.parseInt(words[1]));
            Map<String, HttpServlet> servlets = servlets();
            for (int i = 2; i < words.length; i++) {
                addFramework(servlets, words[i]);
            }
            Gate.report(server.start(servlets));
        }
        Runtime.getRuntime().exit(0); // a server's threads are no daemons
    }

    /** Below {@code /spring} ..., below nothing, and where another servlet forwards to it. */
    private static void addFramework(Map<String, HttpServlet> servlets, String name) throws Exception {
        Class<?> framework = Class.forName("io.ebpflow.it.server." + name + "Routes");
        String path = "/" + name.toLowerCase(Locale.ROOT);
        servlets.put(path + "/*", (HttpServlet) framework.getMethod("servlet").invoke(null));
        servlets.put("/", (HttpServlet) framework.getMethod("servlet").invoke(null));
        servlets.put(
                path + "-forward",
                new Answer((request, response) ->
                        request.getRequestDispatcher(path + "/orders/17").forward(request, response)));
    }

    /** By pattern. */
    static Map<String, HttpServlet> servlets() {
        Map<String, HttpServlet> servlets = new LinkedHashMap<>();
        for (int i = 0; i < ROUTES; i++) {
            servlets.put("/r" + i + "/*", new Answer(Shop::call));
        }
        for (String pattern : new String[] {"/exact", "/orders/*", "*.do", "/", "/page/*"}) {
            servlets.put(pattern, new Answer(Shop::call));
        }
        servlets.put(
                "/forward",
                new Answer((request, response) ->
                        request.getRequestDispatcher("/orders/17").forward(request, response)));
        servlets.put("/fail", new Answer((request, response) -> response.sendError(500)));
        servlets.put("/throw", new Answer((request, response) -> {
            throw new ServletException("as it was told");
        }));
        servlets.put("/complete/*", new Answer((request, response) -> {
            call(request, response);
            AsyncContext async = request.startAsync();
            OTHERS.execute(async::complete);
        }));
        servlets.put("/dispatch/*", new Answer((request, response) -> {
            AsyncContext async = request.startAsync();
            OTHERS.execute(() -> async.dispatch("/page/dispatched"));
        }));
        servlets.put("/timeout/*", new Answer((request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(TIMEOUT_MS);
            async.addListener(new Timeout(request, response));
        }));
        return servlets;
    }

    /** Calls the peer with so many bytes. */
    static void call(int bytes) throws IOException {
        peer.call(bytes);
    }

    private static void call(HttpServletRequest request, HttpServletResponse response) throws IOException {
        call(request.getIntHeader(BYTES));
        response.setContentLength(0);
    }

    /** What a servlet does. */
    private interface Body {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    /**
     * A servlet with one thing to do.
     *
     * <p>Threading: many at once.
     */
    private static final class Answer extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient Body body;

        Answer(Body body) {
            this.body = body;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            body.answer(request, response);
        }
    }

    /**
     * Calls the peer when the time is over.
     *
     * <p>Threading: called by the server.
     */
    private static final class Timeout implements AsyncListener {
        private final HttpServletRequest request;
        private final HttpServletResponse response;

        Timeout(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            call(request, response);
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // nothing to do
        }

        @Override
        public void onError(AsyncEvent event) {
            // nothing to do
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // nothing to do
        }
    }
}
