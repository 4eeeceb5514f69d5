// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.logging.log4j.ThreadContext;
import org.slf4j.MDC;

/**
 * Servers whose handlers call a peer with as many bytes as the header {@value #BYTES} says, under a trace as {@value #HOW} says,
 * and answer with the id of that trace as they know it themselves:
 *
 * <pre>
 *   serve PORT    the ports of Tomcat, of the JDK's server, and of that with virtual threads; the peer's is PORT
 *   hooks         waits for those of an agent that was attached
 *
 *   none          no trace is begun here: another agent may have done so
 *   span          OpenTelemetry's SDK begins one, and within it a second of another trace
 *   mdc, log4j    a log context has an id
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
@SuppressWarnings("try") // scopes that nobody names
public final class Traced {

    /** Header of a request. */
    public static final String BYTES = "X-Bytes";

    /** Header of a request. */
    public static final String HOW = "X-How";

    private static final Tracer TRACER = SdkTracerProvider.builder().build().get("test");

    private static Socket peer;

    private Traced() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            if (command.equals("hooks")) {
                Gate.awaitHooks();
            } else {
                peer = new Socket("127.0.0.1", Integer.parseInt(command.split(" ")[1]));
                Gate.report(tomcat());
                Gate.report(jdk(Executors.newCachedThreadPool()));
                Gate.report(jdk(virtualThreads()));
            }
        }
        Runtime.getRuntime().exit(0); // the servers' threads are no daemons
    }

    private static int tomcat() throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "traced", new Servlet());
        context.addServletMappingDecoded("/traced", "traced");
        tomcat.getConnector();
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    private static int jdk(Executor executor) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/traced", Traced::handle);
        server.setExecutor(executor);
        server.start();
        return server.getAddress().getPort();
    }

    /** Where there are none: the JDK's default, the dispatching thread itself. */
    private static Executor virtualThreads() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static void handle(HttpExchange exchange) throws IOException {
        byte[] body = call(
                        exchange.getRequestHeaders().getFirst(HOW),
                        Integer.parseInt(exchange.getRequestHeaders().getFirst(BYTES)))
                .getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String call(String how, int count) throws IOException {
        switch (how) {
            case "span":
                return callInSpan(count);
            case "mdc":
                MDC.put("user", "0815");
                MDC.put("traceId", "mdc-" + count);
                call(count);
                MDC.clear();
                return "mdc-" + count;
            case "log4j":
                ThreadContext.put("trace_id", "log4j-" + count);
                call(count);
                ThreadContext.clearMap();
                return "log4j-" + count;
            default:
                call(count);
                return Span.current().getSpanContext().getTraceId();
        }
    }

    private static String callInSpan(int count) throws IOException {
        Span span = TRACER.spanBuilder("outer").setNoParent().startSpan();
        try (Scope scope = span.makeCurrent()) {
            Span other = TRACER.spanBuilder("other").setNoParent().startSpan();
            try (Scope within = other.makeCurrent()) {
                call(count);
            }
            return span.getSpanContext().getTraceId();
        }
    }

    private static synchronized void call(int count) throws IOException {
        peer.getOutputStream().write(new byte[count]);
        if (peer.getInputStream().readNBytes(1).length != 1) {
            throw new IOException("the peer has gone");
        }
    }

    /**
     * For Tomcat.
     *
     * <p>Threading: many at once.
     */
    private static final class Servlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(call(request.getHeader(HOW), request.getIntHeader(BYTES)));
        }
    }
}
