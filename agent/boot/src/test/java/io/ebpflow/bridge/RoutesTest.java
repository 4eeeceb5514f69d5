// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest extends OpenRequests {
    @BeforeEach
    void open() throws Throwable {
        Requests.enterHttp("GET", null);
    }

    private String route() throws Throwable {
        return table.route(Requests.current());
    }

    /** Empty in quotes is an empty string. */
    @ParameterizedTest
    @CsvSource({
        "/api/*,   /orders,   /api/orders",
        "/api/*,   orders,    /api/orders",
        "/api,     /{id},     /api/{id}",
        "/api/,    {id},      /api/{id}",
        "/,        /orders,   /orders",
        "/*,       /orders,   /orders",
        "'',       /orders,   /orders",
        "/orders,  /,         /orders",
        "/orders,  '',        /orders",
        "/,        /,         /",
    })
    void joinsPartsWithOneSlash(String base, String route, String joined) {
        assertThat(Routes.join(base, route)).isEqualTo(joined).isSameAs(Routes.join(base, route));
    }

    @Test
    void doesNotNameMoreThanItHasPlacesFor() {
        int count = 0;
        for (int i = 0; i < 10_007; i++) {
            count += Routes.join("/many", "/" + i) == null ? 1 : 0;
        }
        assertThat(count).isGreaterThan(7_900);
    }

    /** What the servlet was found by, then what the framework says; empty without quotes is null. */
    @ParameterizedTest
    @CsvSource({
        "/,         /orders/{id},      /orders/17,      /orders/17,  /orders/{id}",
        "/api/*,    /orders/{id},      /orders/17,      /api,        /api/orders/{id}",
        "/api/*,    /api/orders/{id},  /api/orders/17,  /api,        /api/orders/{id}",
        "/api/*,    /**,               ,                /api,        /api/**",
        "/api/*,    /api/**,           ,                /api,        /api/**",
        "/*,        /orders/{id},      /orders/17,      '',          /orders/{id}",
        ",          /orders/{id},      /orders/17,      /api,        /orders/{id}",
        "/,         /orders/{id},      /orders/%20,     '/orders/ ', /orders/{id}",
    })
    void choosesRouteBelowItsServlet(String found, String pattern, String path, String servletPath, String route)
            throws Throwable {
        Requests.describe("GET", "/shop", found);
        Routes.choose(pattern, path, servletPath);
        Routes.choose("/error", "/error", servletPath);
        assertThat(route()).isEqualTo(route);
    }

    @ParameterizedTest
    @CsvSource({
        "/shop,  /api/*,  /shop/api/,      /api/*",
        "/shop,  /,       /shop/,          ''",
        "/shop,  /*,      /shop/,          ''",
        "'',     /api/*,  /api/,           /api/*",
        "'',     /,       /,               ''",
        ",       /api,    /api/,           /api",
        ",       ,        /,               ''",
        ",       ,        /api/,           ",
        "/shop,  *.do,    /shop/17.do/,    ",
        "/shop,  /api/*,  /shop;v=1/api/,  ",
        "/shop,  /,       /shop/api/,      ",
        "/shop,  /api/*,  /shop/abi/,      ",
    })
    void knowsBaseThatTheServerKnows(String prefix, String found, String basePath, String base) throws Throwable {
        Requests.describe("GET", prefix, found);
        assertThat(Routes.base(basePath)).isEqualTo(base);
    }

    @Test
    void beginsRequestWhereTheServerHasNot() throws Throwable {
        assertThat(Routes.isNamed()).isFalse();
        assertThat(Routes.enterServlet("GET")).isEqualTo(Requests.OFF);
        Requests.describe("GET", "", "/");
        assertThat(Routes.isNamed()).isTrue();

        Requests.leave();
        assertThat(Routes.isNamed()).isFalse();
        long previous = Routes.enterServlet("PUT");
        assertThat(table.method(Requests.current())).isEqualTo("PUT");
        Requests.exit(previous);
        assertThat(Requests.current()).isEqualTo(RequestTable.NONE);

        Requests.enterJob(getClass(), null);
        assertThat(Routes.isNamed()).isTrue();
        Requests.close();
        assertThat(Routes.isNamed()).isTrue();
        assertThat(Routes.enterServlet("GET")).isEqualTo(Requests.OFF);
    }

    @Test
    void beginsRequestInThreadThatAnotherOneHasStarted() throws Throwable {
        Requests.describe("GET", "", "/");
        long other = Requests.current();
        Requests.set(slots, other | RequestTable.INHERITED);
        assertThat(Routes.isNamed()).as("handed over by the server").isTrue();
        Requests.set(slots, other | RequestTable.INHERITED | RequestTable.STARTED);
        assertThat(Routes.isNamed()).isFalse();
        long previous = Routes.enterServlet("PUT");
        assertThat(table.method(Requests.current())).isEqualTo("PUT");
        Requests.exit(previous);
        assertThat(Requests.current()).isEqualTo(RequestTable.NONE);

        Requests.enterJob(getClass(), null);
        Requests.set(slots, Requests.current() | RequestTable.INHERITED);
        assertThat(Routes.isNamed()).as("a loop that a job has begun").isFalse();
    }

    @Test
    void knowsNothingWithoutRequest() throws Throwable {
        Requests.leave();
        assertThat(Routes.base("/")).isNull();
        Routes.choose("/orders", "/orders", "");
        Requests.close();
        assertThat(Routes.base("/")).isNull();
        Routes.choose("/orders", "/orders", "");
    }
}
