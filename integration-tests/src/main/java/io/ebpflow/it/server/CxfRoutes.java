// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet;

/**
 * A servlet of Apache CXF for {@link Shop}, which serves some below a path of their own.
 *
 * <p>Threading: called by the server.
 */
public final class CxfRoutes extends CXFNonSpringJaxrsServlet {
    private static final long serialVersionUID = 1;

    private CxfRoutes() {
        super(new Resources());
    }

    /** The servlet. */
    public static Object servlet() {
        return new CxfRoutes();
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        JAXRSServerFactoryBean others = new JAXRSServerFactoryBean();
        others.setBus(getBus());
        others.setAddress("/");
        others.setResourceClasses(RestResources.Items.class, RestResources.Orders.class);
        others.create();
    }

    @Override
    protected boolean isIgnoreApplicationPath(ServletConfig config) {
        return false;
    }

    /**
     * The application.
     *
     * <p>Threading: immutable.
     */
    @ApplicationPath("v1")
    public static final class Resources extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return RestResources.classes();
        }
    }
}
