// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.http.HttpServlet;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * {@link Shop} in Undertow.
 *
 * <p>Threading: main reads the commands.
 */
public final class UndertowShop {

    private UndertowShop() {}

    public static void main(String[] args) throws Exception {
        Shop.main(UndertowShop::start);
    }

    private static int start(Map<String, HttpServlet> servlets) throws Exception {
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(UndertowShop.class.getClassLoader())
                .setContextPath("/shop")
                .setDeploymentName("shop")
                .addErrorPage(Servlets.errorPage(Shop.ERROR_PAGE, 500));
        servlets.forEach((pattern, servlet) ->
                info.addServlet(Servlets.servlet(pattern, servlet.getClass(), new ImmediateInstanceFactory<>(servlet))
                        .addMapping(pattern)
                        .setAsyncSupported(true)));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(info);
        manager.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1", Handlers.path().addPrefixPath("/shop", manager.start()))
                .setWorkerThreads(16)
                .build();
        undertow.start();
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }
}
