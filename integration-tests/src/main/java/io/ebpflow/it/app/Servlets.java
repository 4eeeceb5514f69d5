// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * A web application in Tomcat whose servlets call a peer, each with as many bytes as the request's header {@value #BYTES} says:
 *
 * <pre>
 *   serve PORT             its port; the peer's is PORT
 *   job BYTES              a call in {@link #job}, by main
 *   fail BYTES             {@link #job} throws before its call; then a call by main
 *   uninstall              through the agent's MBean
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class Servlets {

    /** Header of a request. */
    public static final String BYTES = "X-Bytes";

    private static Socket peer;

    private Servlets() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "serve":
                    peer = new Socket("127.0.0.1", Integer.parseInt(words[1]));
                    Gate.report(serve());
                    break;
                case "job":
                    job(Integer.parseInt(words[1]), false);
                    break;
                case "fail":
                    try {
                        job(1, true);
                    } catch (IllegalStateException e) {
                        call(Integer.parseInt(words[1]));
                    }
                    break;
                case "uninstall":
                    AgentBeans.uninstall();
                    break;
                default:
                    throw new IllegalArgumentException(command);
            }
        }
        Runtime.getRuntime().exit(0); // Tomcat's threads are no daemons
    }

    private static int serve() throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("/shop", null);
        add(context, "exact", "/exact", new Calling());
        add(context, "orders", "/orders/*", new Calling());
        add(context, "do", "*.do", new Calling());
        add(context, "default", "/", new Calling());
        Tomcat.addServlet(context, "async", new Leaving()).setAsyncSupported(true);
        context.addServletMappingDecoded("/async", "async");
        int port = start(tomcat);
        return port;
    }

    private static int start(Tomcat tomcat) throws Exception {
        tomcat.getConnector();
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    private static void add(Context context, String name, String pattern, HttpServlet servlet) {
        Tomcat.addServlet(context, name, servlet);
        context.addServletMappingDecoded(pattern, name);
    }

    /** What the option {@code methods} names. */
    static void job(int count, boolean fails) throws IOException {
        if (fails) {
            throw new IllegalStateException("as it was told");
        }
        call(count);
    }

    private static synchronized void call(int count) throws IOException {
        peer.getOutputStream().write(new byte[count]);
        if (peer.getInputStream().readNBytes(1).length != 1) {
            throw new IOException("the peer has gone");
        }
    }

    private static void call(HttpServletRequest request) throws IOException {
        call(request.getIntHeader(BYTES));
    }

    /**
     * Calls the peer.
     *
     * <p>Threading: many at once.
     */
    private static final class Calling extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            call(request);
            response.setContentLength(0);
        }
    }

    /**
     * Calls the peer in another thread.
     *
     * <p>Threading: many at once.
     */
    private static final class Leaving extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    call(request);
                    response.setContentLength(0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    async.complete();
                }
            });
        }
    }
}
