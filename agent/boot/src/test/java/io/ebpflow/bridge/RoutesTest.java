// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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

    @ParameterizedTest
    @CsvSource({
        "/api/*,   /orders/,  /api/orders",
        "/api/*,   orders,    /api/orders",
        "/,        /,         /",
        "/orders,  '',        /orders",
    })
    void joinsPathsWithoutTheirLastSlash(String base, String route, String joined) {
        assertThat(Routes.joinPath(base, route)).isEqualTo(joined).isSameAs(Routes.joinPath(base, route));
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/list/,  /orders/list,   true",
        "orders/list,    /orders/list/,  true",
        "/,              '',             true",
        "'',             /,              true",
        "/,              /orders,        false",
        "/orders,        /orderz,        false",
        "/orders,        /orders/17,     false",
        "/{id},          /{id},          false",
        ",               /orders,        false",
        "/orders,        ,               false",
    })
    void knowsWhatIsThePathOfRoute(String route, String path, boolean isPath) {
        assertThat(Routes.isPath(route, path)).isEqualTo(isPath);
    }

    /** Last, since no place becomes free. */
    @Test
    @Order(Integer.MAX_VALUE)
    void doesNotNameMoreThanItHasPlacesFor() {
        long before = Routes.fullCount();
        int count = 0;
        for (int i = 0; i < 10_007; i++) {
            count += Routes.join("/many", "/" + i) == null ? 1 : 0;
        }
        assertThat(count).isGreaterThan(7_900);
        assertThat(Routes.fullCount() - before).as("counted").isEqualTo(count);
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

    /** As above, of an address below what the servlet was found by. */
    @ParameterizedTest
    @CsvSource({
        "/shop,  /api/*,  /shop/api,       /api",
        "/shop,  /api/*,  /shop/api/,      /api",
        "/shop,  /api/*,  /shop/api/v1,    /api/v1",
        "/shop,  /*,      /shop/v1,        /v1",
        ",       /,       /v1,             /v1",
        ",       /*,      /,               /",
        "/shop,  /api/*,  /shop/apiv1,     ",
        "/shop,  /api/*,  /shop/v1,        ",
        "/shop,  /api/*,  /pub/api/v1,     ",
        "/shop,  /api/*,  /shop,           ",
        "/shop,  ,        /shop/v1,        ",
        "/shop,  *.do,    /shop/v1,        ",
    })
    void knowsAddressBelowWhatTheServerKnows(String prefix, String found, String basePath, String base)
            throws Throwable {
        Requests.describe("GET", prefix, found);
        assertThat(Routes.address(basePath)).isEqualTo(base);
    }

    @Test
    void goesOnWithWhatTheSameOwnerHasBegun() throws Throwable {
        Requests.describe("GET", null, "/api/*");
        assertThat(Routes.begun(17)).isNull();
        Routes.begin("/api/orders", 17);
        assertThat(route()).isEqualTo("/api/orders/*");
        assertThat(Routes.begun(19)).isNull();
        assertThat(Routes.join(Routes.begun(17), "{id}")).isEqualTo("/api/orders/{id}");
        Requests.route("/api/orders/{id}");
        assertThat(Routes.begun(17)).as("all is known").isNull();
        Routes.begin("/api/other", 17);
        assertThat(route()).as("the first stays").isEqualTo("/api/orders/{id}");
        Requests.enterHttp("GET", "/api/*");
        assertThat(Routes.begun(17)).as("another request").isNull();
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
