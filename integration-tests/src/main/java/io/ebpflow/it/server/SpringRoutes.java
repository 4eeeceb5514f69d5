// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A servlet of Spring MVC for {@link Shop}, of whichever servlet API Spring is: not compiled again.
 *
 * <p>Threading: called by the server.
 */
@Configuration
@EnableWebMvc
public class SpringRoutes {

    /** The servlet. */
    public static Object servlet() {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.register(SpringRoutes.class, Orders.class);
        return new DispatcherServlet(context);
    }

    /** A route without annotations. */
    @Bean
    public RouterFunction<ServerResponse> functions() {
        return RouterFunctions.route()
                .GET("/functions/{id}", request -> {
                    Shop.call(Integer.parseInt(request.headers().firstHeader(Shop.BYTES)));
                    return ServerResponse.ok().build();
                })
                .build();
    }

    /**
     * Routes of annotated methods.
     *
     * <p>Threading: many at once.
     */
    @RestController
    @RequestMapping("/orders")
    public static class Orders {

        /** Calls the peer. */
        @GetMapping("/{id}/lines/{line:[0-9]+}")
        public void line(@PathVariable("id") String id, @RequestHeader(Shop.BYTES) int bytes) throws IOException {
            Shop.call(bytes);
        }

        /** Calls the peer. */
        @GetMapping("/{id}")
        public void order(@PathVariable("id") String id, @RequestHeader(Shop.BYTES) int bytes) throws IOException {
            Shop.call(bytes);
        }
    }
}
