// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodePathsTest {
    private static final StackTraceElement WRITE = frame("sun.nio.ch.SocketDispatcher", "write", 54);
    private static final StackTraceElement DRIVER =
            frame("org.postgresql.core.VisibleBufferedOutputStream", "flush", 9);
    private static final StackTraceElement PROXY = frame("com.zaxxer.hikari.pool.ProxyStatement", "execute", 44);
    private static final StackTraceElement DAO = frame("com.acme.OrderDao", "load", 42);
    private static final StackTraceElement CGLIB = frame("com.acme.OrderDao$$SpringCGLIB$$0", "load", -1);
    private static final StackTraceElement SERVLET = frame("com.acme.web.CheckoutServlet", "doGet", 31);
    private static final StackTraceElement TOMCAT =
            frame("org.apache.catalina.core.StandardWrapperValve", "invoke", 90);
    private static final StackTraceElement RUN = frame("java.lang.Thread", "run", 840);

    private final CodePaths paths = new CodePaths(new FoldedPackages(List.of()));

    private static StackTraceElement frame(String type, String method, int line) {
        String simple = type.substring(type.lastIndexOf('.') + 1);
        String file = line < 0 ? "<generated>" : simple.split("\\$")[0] + ".java";
        return new StackTraceElement(type, method, file, line);
    }

    private static CodePaths with(String... more) {
        return new CodePaths(new FoldedPackages(List.of(more)));
    }

    @Test
    void showsTheApplicationAlone() {
        assertThat(paths.framesOf(
                        new StackTraceElement[] {WRITE, DRIVER, PROXY, DAO, CGLIB, SERVLET, TOMCAT, RUN}, true))
                .containsExactly("OrderDao.load(OrderDao.java:42)", "CheckoutServlet.doGet(CheckoutServlet.java:31)");
    }

    @Test
    void showsTheLibraryThatBeganItWhereNothingElseDid() {
        StackTraceElement create = frame("com.zaxxer.hikari.pool.HikariPool", "createPoolEntry", 488);
        StackTraceElement call = frame("com.zaxxer.hikari.pool.HikariPool$PoolEntryCreator", "call", 726);

        assertThat(paths.framesOf(new StackTraceElement[] {WRITE, DRIVER, create, RUN, call, RUN}, true))
                .containsExactly(
                        "HikariPool.createPoolEntry(HikariPool.java:488)",
                        "HikariPool$PoolEntryCreator.call(HikariPool.java:726)");
    }

    @Test
    void aCallOfALibraryAloneIsNobodys() {
        assertThat(paths.framesOf(new StackTraceElement[] {WRITE, DRIVER, RUN}, false))
                .isEmpty();
        assertThat(paths.framesOf(new StackTraceElement[] {WRITE, DRIVER, DAO, RUN}, false))
                .containsExactly("OrderDao.load(OrderDao.java:42)");
    }

    @Test
    void theJdkAloneIsNothing() {
        assertThat(paths.framesOf(new StackTraceElement[] {WRITE, RUN}, true)).isEmpty();
        assertThat(paths.framesOf(new StackTraceElement[0], true)).isEmpty();
    }

    @Test
    void foldsWhatTheUserSays() {
        StackTraceElement[] stack = {WRITE, DAO, SERVLET, RUN};

        assertThat(with("com.acme.").framesOf(stack, true)).hasSize(2); // began it
        assertThat(with("com.acme.OrderDao").framesOf(stack, true))
                .containsExactly("CheckoutServlet.doGet(CheckoutServlet.java:31)");
        assertThat(with("com.acme.", "!com.acme.web.").framesOf(stack, true))
                .containsExactly("CheckoutServlet.doGet(CheckoutServlet.java:31)");
        assertThat(with("!org.apache.catalina.").framesOf(new StackTraceElement[] {WRITE, TOMCAT}, true))
                .containsExactly("StandardWrapperValve.invoke(StandardWrapperValve.java:90)");
    }

    @Test
    void equalPathsAreOne() {
        assertThat(paths.framesOf(new StackTraceElement[] {WRITE, DAO}, true))
                .isSameAs(paths.framesOf(new StackTraceElement[] {DRIVER, DAO, RUN}, true));
    }

    @Test
    void namesWhatItKnowsOfAFrame() {
        assertThat(paths.framesOf(new StackTraceElement[] {new StackTraceElement("Main", "main", null, -1)}, true))
                .containsExactly("Main.main(Unknown Source)");
        assertThat(paths.framesOf(new StackTraceElement[] {new StackTraceElement("a.B", "c", "B.kt", -1)}, true))
                .containsExactly("B.c(B.kt)");
    }

    @Test
    void showsSoManyAndNoMore() {
        StackTraceElement[] deep = new StackTraceElement[100];
        for (int i = 0; i < deep.length; i++) {
            deep[i] = frame("com.acme.Tree", "walk", i + 1);
        }
        assertThat(paths.framesOf(deep, true)).hasSize(CodePaths.MAX_FRAMES).startsWith("Tree.walk(Tree.java:1)");
    }
}
