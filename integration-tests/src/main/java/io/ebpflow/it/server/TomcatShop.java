// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import jakarta.servlet.http.HttpServlet;
import java.nio.file.Files;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/**
 * {@link Shop} in Tomcat.
 *
 * <p>Threading: main reads the commands.
 */
public final class TomcatShop {

    private TomcatShop() {}

    public static void main(String[] args) throws Exception {
        Shop.main(TomcatShop::start);
    }

    private static int start(Map<String, HttpServlet> servlets) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("/shop", null);
        servlets.forEach((pattern, servlet) -> {
            Tomcat.addServlet(context, pattern, servlet).setAsyncSupported(true);
            context.addServletMappingDecoded(pattern, pattern);
        });
        ErrorPage page = new ErrorPage();
        page.setErrorCode(500);
        page.setLocation(Shop.ERROR_PAGE);
        context.addErrorPage(page);
        tomcat.getConnector();
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }
}
