// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServletMappingsTest {
    /** Two servlets of one name are two. */
    private static final class Wrapper {
        @Override
        public boolean equals(Object other) {
            return other instanceof Wrapper;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Empty in quotes is an empty string, without quotes null; patterns are separated by blanks, {@code ROOT} is the empty one. */
    @ParameterizedTest
    @CsvSource({
        "/orders,              /orders,       ,       /orders",
        "/a /orders,           /orders,       ,       /orders",
        "/orders/*,            /orders,       /17,    /orders/*",
        "/orders/*,            /orders,       ,       /orders/*",
        "/orders/* /orders,    /orders,       ,       /orders",
        "/orders/* /orders,    /orders,       /17,    /orders/*",
        "/a/* /a/b/*,          /a/b,          /c,     /a/b/*",
        "/*,                   '',            /x/y,   /*",
        "*.do,                 /x/y.do,       ,       *.do",
        "*.do /x/y.do,         /x/y.do,       ,       /x/y.do",
        "/ *.do,               /x/y.do,       ,       *.do",
        "/,                    /x/17,         ,       /",
        "/,                    /,             ,       /",
        "ROOT,                 '',            /,      ROOT",
        "/ ROOT,               '',            /,      ROOT",
        "/ ROOT,               /x,            ,       /",
        "ROOT /,               /x,            ,       /",
        "/orders,              /other,        ,       ",
        "/orders/*,            /orders2,      ,       ",
        "/orders/*,            /order,        ,       ",
        "*.do,                 /x,            ,       ",
        "*.do,                 /o,            ,       ",
        "ROOT,                 /x,            ,       ",
    })
    void findsThePatternThatTheContainerChose(String patterns, String servletPath, String pathInfo, String expected) {
        String[] all = patterns.split(" ");
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i].equals("ROOT") ? "" : all[i];
        }
        assertThat(ServletMappings.match(all, servletPath, pathInfo))
                .isEqualTo("ROOT".equals(expected) ? "" : expected);
    }

    @Test
    void knowsNothingOfNothing() {
        assertThat(ServletMappings.match(null, "/orders", null)).isNull();
        assertThat(ServletMappings.match(new String[] {"/"}, null, null)).isNull();
        assertThat(ServletMappings.match(new String[0], "/orders", null)).isNull();
        assertThat(ServletMappings.of(new Wrapper())).isNull();
    }

    @Test
    void keepsServletsApartThatAreEqualAndMoreThanItsPlacesWithoutHarm() {
        Wrapper first = new Wrapper();
        Wrapper second = new Wrapper();
        ServletMappings.put(first, new String[] {"/first"});
        assertThat(ServletMappings.of(second)).isNull();
        ServletMappings.put(second, new String[] {"/second"});

        assertThat(ServletMappings.of(first)).containsExactly("/first");
        assertThat(ServletMappings.of(second)).containsExactly("/second");

        // The table is one for all: filling it is the same test's, afterwards.
        Wrapper[] wrappers = new Wrapper[5_003];
        for (int i = 0; i < wrappers.length; i++) {
            wrappers[i] = new Wrapper();
            ServletMappings.put(wrappers[i], new String[] {"/" + i});
        }
        int found = 0;
        for (int i = 0; i < wrappers.length; i++) {
            String[] patterns = ServletMappings.of(wrappers[i]);
            if (patterns != null) {
                assertThat(patterns).containsExactly("/" + i);
                found++;
            }
        }
        assertThat(found).isBetween(1, 1_024);
    }
}
