// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Resources for {@link Shop} that every implementation of JAX-RS serves in the same way.
 *
 * <p>Threading: immutable.
 */
public final class RestResources {

    private RestResources() {}

    /** Resources and providers. */
    static Set<Class<?>> classes() {
        return Set.of(Orders.class, Items.class, Refused.class);
    }

    private static String call(int bytes) {
        try {
            Shop.call(bytes);
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        public String orders(@HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
        }

        /** Calls the peer. */
        @GET
        @Path("{id}")
        public String order(@PathParam("id") String id, @HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
        }

        /** Calls the peer; a path without parameters. */
        @GET
        @Path("list")
        public String list(@HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
        }

        /** Not to be asked with GET. */
        @POST
        @Path("{id}/paid")
        public void pay(@PathParam("id") String id) {
            // never called
        }

        /** Calls the peer in another thread. */
        @GET
        @Path("{id}/later")
        public void later(
                @PathParam("id") String id, @HeaderParam(Shop.BYTES) int bytes, @Suspended AsyncResponse response) {
            CompletableFuture.supplyAsync(() -> call(bytes), Shop.OTHERS).whenComplete((answer, failure) -> {
                if (failure == null) {
                    response.resume(answer);
                } else {
                    response.resume(failure);
                }
            });
        }

        /** Calls the peer in another thread. */
        @GET
        @Path("{id}/stage")
        public CompletionStage<String> stage(@PathParam("id") String id, @HeaderParam(Shop.BYTES) int bytes) {
            return CompletableFuture.supplyAsync(() -> call(bytes), Shop.OTHERS);
        }

        /** Those of an order are a resource of their own. */
        @Path("{id}/lines")
        public Lines lines() {
            return new Lines();
        }
    }

    /**
     * A resource with more slashes than it needs.
     *
     * <p>Threading: one for each request.
     */
    @Path("/items/")
    public static class Items {

        /** Calls the peer. */
        @GET
        @Path("/{id}/")
        public String item(@PathParam("id") String id, @HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
        }

        /** Calls the peer; a path without parameters. */
        @GET
        @Path("/all/")
        public String all(@HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
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
        public String lines(@HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
        }

        /** Calls the peer. */
        @GET
        @Path("{line: [0-9]+}")
        public String line(@PathParam("line") int line, @HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
        }

        /** Calls the peer; a path without parameters. */
        @GET
        @Path("last")
        public String last(@HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
        }

        /** Those of a line are a resource, too. */
        @Path("{line}/parts")
        public Parts parts() {
            return new Parts();
        }
    }

    /**
     * A resource in another that is in another.
     *
     * <p>Threading: one for each request.
     */
    public static class Parts {

        /** Calls the peer. */
        @GET
        @Path("{part}")
        public String part(@PathParam("part") String part, @HeaderParam(Shop.BYTES) int bytes) {
            return call(bytes);
        }
    }

    /**
     * Calls the peer for what no method serves.
     *
     * <p>Threading: many at once.
     */
    public static class Refused implements ExceptionMapper<WebApplicationException> {
        @Context
        private HttpHeaders headers;

        @Override
        public Response toResponse(WebApplicationException failure) {
            call(Integer.parseInt(headers.getHeaderString(Shop.BYTES)));
            return Response.status(failure.getResponse().getStatus()).entity("").build();
        }
    }
}
