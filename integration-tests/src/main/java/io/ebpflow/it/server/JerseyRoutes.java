// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * A servlet of Jersey for {@link Shop}.
 *
 * <p>Threading: called by the server.
 */
public final class JerseyRoutes {

    private JerseyRoutes() {}

    /** The servlet. */
    public static Object servlet() {
        return new ServletContainer(new ResourceConfig(Orders.class));
    }

    /**
     * A resource.
     *
     * <p>Threading: one for each request.
     */
    @Path("orders")
    public static class Orders {

        /** Calls the peer. */
        @GET
        public String orders(@HeaderParam(Shop.BYTES) int bytes) throws IOException {
            Shop.call(bytes);
            return "";
        }

        /** Calls the peer. */
        @GET
        @Path("{id}")
        public String order(@PathParam("id") String id, @HeaderParam(Shop.BYTES) int bytes) throws IOException {
            return orders(bytes);
        }

        /** Those of an order are a resource of their own. */
        @Path("{id}/lines")
        public Lines lines() {
            return new Lines();
        }
    }

    /**
     * A resource in another.
     *
     * <p>Threading: one for each request.
     */
    public static class Lines {

        /** Calls the peer. */
        @GET
        @Path("{line: [0-9]+}")
        public String line(@PathParam("line") int line, @HeaderParam(Shop.BYTES) int bytes) throws IOException {
            Shop.call(bytes);
            return "";
        }
    }
}
