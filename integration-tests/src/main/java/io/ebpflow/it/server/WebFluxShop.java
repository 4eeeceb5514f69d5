// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import io.ebpflow.it.app.Gate;
import java.io.IOException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Spring WebFlux on Reactor Netty; each request calls the peer, in the event loop or in a pool of Reactor's:
 *
 * <pre>
 *   serve PORT   its port; the peer is at PORT
 *   leave        closes the connections to the peer
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
@Configuration
@EnableWebFlux
public class WebFluxShop {

    private static Peer peer;

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            if (words[0].equals("serve")) {
                peer = new Peer(Integer.parseInt(words[1]));
                Gate.report(serve());
            } else {
                peer.leave();
            }
        }
        Runtime.getRuntime().exit(0); // event loops may be no daemons
    }

    private static int serve() {
        AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext(WebFluxShop.class, Orders.class);
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(
                        WebHttpHandlerBuilder.applicationContext(context).build()))
                .bindNow();
        return server.port();
    }

    private static Void call(int bytes) throws IOException {
        peer.call(bytes);
        return null;
    }

    /** A route without annotations. */
    @Bean
    public RouterFunction<ServerResponse> functions() {
        return RouterFunctions.route()
                .GET(
                        "/functions/{id}",
                        request -> Mono.fromCallable(() ->
                                        call(Integer.parseInt(request.headers().firstHeader(Shop.BYTES))))
                                .then(ServerResponse.ok().build()))
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

        /** Calls the peer in the event loop. */
        @GetMapping("/{id}")
        public Mono<Void> order(@PathVariable("id") String id, @RequestHeader(Shop.BYTES) int bytes) {
            return Mono.fromCallable(() -> call(bytes));
        }

        /** Calls the peer in another thread. */
        @GetMapping("/{id}/lines/{line:[0-9]+}")
        public Mono<Void> line(@PathVariable("id") String id, @RequestHeader(Shop.BYTES) int bytes) {
            return Mono.fromCallable(() -> call(bytes)).subscribeOn(Schedulers.boundedElastic());
        }
    }
}
