// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Enumeration;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.jboss.resteasy.spi.Registry;

/**
 * A servlet of RESTEasy for {@link Shop}.
 *
 * <p>Threading: called by the server.
 */
public final class ResteasyRoutes extends HttpServlet30Dispatcher {
    private static final long serialVersionUID = 1;

    /** The servlet. */
    public static Object servlet() {
        return new ResteasyRoutes();
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        String mapping = config.getServletContext()
                .getServletRegistration(config.getServletName())
                .getMappings()
                .iterator()
                .next();
        super.init(new Mapped(config, mapping.equals("/") ? "" : mapping.substring(0, mapping.length() - 2)));
        Registry registry = getDispatcher().getRegistry();
        RestResources.classes().stream()
                .filter(type -> type != RestResources.Refused.class)
                .forEach(registry::addPerRequestResource);
        registry.addPerRequestResource(RestResources.Orders.class, "/below/{tenant}");
        getDispatcher().getProviderFactory().registerProvider(RestResources.Refused.class);
    }

    /**
     * A configuration that names the path of the servlet.
     *
     * <p>Threading: immutable.
     */
    private static final class Mapped implements ServletConfig {
        private final ServletConfig config;
        private final String path;

        Mapped(ServletConfig config, String path) {
            this.config = config;
            this.path = path;
        }

        @Override
        public String getInitParameter(String name) {
            return name.equals("resteasy.servlet.mapping.prefix") && !path.isEmpty()
                    ? path
                    : config.getInitParameter(name);
        }

        @Override
        public String getServletName() {
            return config.getServletName();
        }

        @Override
        public ServletContext getServletContext() {
            return config.getServletContext();
        }

        @Override
        public Enumeration<String> getInitParameterNames() {
            return config.getInitParameterNames();
        }
    }
}
