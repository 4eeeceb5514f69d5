// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;

/**
 * {@link Shop} in Grizzly, which the agent has no hooks for; the filter calls the peer as well, with one byte more.
 *
 * <p>Threading: main reads the commands.
 */
public final class GrizzlyShop {

    private GrizzlyShop() {}

    public static void main(String[] args) throws Exception {
        Shop.main(GrizzlyShop::start);
    }

    private static int start(Map<String, HttpServlet> servlets) throws Exception {
        WebappContext context = new WebappContext("shop", "/shop");
        servlets.forEach(
                (pattern, servlet) -> context.addServlet(pattern, servlet).addMapping(pattern));
        context.addFilter("calling", new Calling()).addMappingForUrlPatterns(null, "/exact");
        HttpServer server = new HttpServer();
        NetworkListener listener = new NetworkListener("shop", "127.0.0.1", 0);
        server.addListener(listener);
        context.deploy(server);
        server.start();
        return listener.getPort();
    }

    /**
     * Calls the peer before the servlet does.
     *
     * <p>Threading: many at once.
     */
    private static final class Calling extends HttpFilter {
        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            Shop.call(request.getIntHeader(Shop.BYTES) + 1);
            chain.doFilter(request, response);
        }
    }
}
