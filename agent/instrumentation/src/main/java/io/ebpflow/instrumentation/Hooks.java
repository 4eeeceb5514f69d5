// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import io.ebpflow.instrumentation.apache.ApacheHttp;
import io.ebpflow.instrumentation.api.EbpflowApi;
import io.ebpflow.instrumentation.cxf.Cxf;
import io.ebpflow.instrumentation.grpc.GrpcServer;
import io.ebpflow.instrumentation.http.JdkHttpServer;
import io.ebpflow.instrumentation.httpclient.JdkHttpClient;
import io.ebpflow.instrumentation.jdk.JdkSockets;
import io.ebpflow.instrumentation.jersey.Jersey;
import io.ebpflow.instrumentation.jetty.Jetty;
import io.ebpflow.instrumentation.jettyclient.JettyClient;
import io.ebpflow.instrumentation.jms.JmsListeners;
import io.ebpflow.instrumentation.jobs.Jobs;
import io.ebpflow.instrumentation.kafka.KafkaClients;
import io.ebpflow.instrumentation.lettuce.Lettuce;
import io.ebpflow.instrumentation.methods.ConfiguredMethods;
import io.ebpflow.instrumentation.netty.NettyHttp2;
import io.ebpflow.instrumentation.nettyhttp.NettyHttpClient;
import io.ebpflow.instrumentation.nettyhttp.NettyHttpServer;
import io.ebpflow.instrumentation.okhttp.OkHttp;
import io.ebpflow.instrumentation.reactornetty.ReactorNettyServer;
import io.ebpflow.instrumentation.resteasy.Resteasy;
import io.ebpflow.instrumentation.servlet.ServletApi;
import io.ebpflow.instrumentation.spring.SpringMvc;
import io.ebpflow.instrumentation.task.JdkTasks;
import io.ebpflow.instrumentation.task.LibraryTasks;
import io.ebpflow.instrumentation.tomcat.Tomcat;
import io.ebpflow.instrumentation.trace.TraceIds;
import io.ebpflow.instrumentation.undertow.Undertow;
import io.ebpflow.instrumentation.webflux.SpringWebFlux;
import java.util.ArrayList;
import java.util.List;

/**
 * Every library that we have hooks for, one line each: a new one is a folder beside this file and a line below.
 *
 * <p>Threading: immutable.
 */
public final class Hooks {
    private Hooks() {}

    /** @param methods as {@link ConfiguredMethods#hooks} */
    public static List<Hook> all(List<String> methods) {
        List<Hook> all = new ArrayList<>(JdkSockets.hooks());
        all.addAll(JdkTasks.hooks());
        all.addAll(LibraryTasks.hooks());
        all.addAll(JdkHttpServer.hooks());
        all.addAll(Jetty.hooks());
        all.addAll(Tomcat.hooks());
        all.addAll(Undertow.hooks());
        all.addAll(ServletApi.hooks());
        all.addAll(SpringMvc.hooks());
        all.addAll(SpringWebFlux.hooks());
        all.addAll(Jersey.hooks());
        all.addAll(Resteasy.hooks());
        all.addAll(Cxf.hooks());
        all.addAll(EbpflowApi.hooks());
        all.addAll(Jobs.hooks());
        all.addAll(GrpcServer.hooks());
        all.addAll(JdkHttpClient.hooks());
        all.addAll(NettyHttpServer.hooks());
        all.addAll(ReactorNettyServer.hooks());
        all.addAll(NettyHttpClient.hooks());
        all.addAll(NettyHttp2.hooks());
        all.addAll(JettyClient.hooks());
        all.addAll(Lettuce.hooks());
        all.addAll(KafkaClients.hooks());
        all.addAll(OkHttp.hooks());
        all.addAll(ApacheHttp.hooks());
        all.addAll(TraceIds.hooks());
        all.addAll(JmsListeners.hooks());
        all.addAll(ConfiguredMethods.hooks(methods));
        return all;
    }
}
