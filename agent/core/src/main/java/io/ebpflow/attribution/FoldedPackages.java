// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import java.util.ArrayList;
import java.util.List;

/**
 * Which classes are not the application's: by the beginning of their names, the longest that fits counts.
 *
 * <p>Threading: immutable.
 */
public final class FoldedPackages {
    /** Before a prefix in the option: these are the application's after all. */
    private static final char NOT = '!';

    /** Part of every name that CGLIB, Spring and the like make up. */
    private static final String GENERATED = "$$";

    /** The JDK, what it generates, and us: they begin nothing by themselves. */
    private static final String[] RUNTIME = {
        "java.", "javax.", "jdk.", "sun.", "com.sun.", "io.ebpflow.bridge.", "jakarta.",
    };

    private static final String[] LANGUAGES = {
        "clojure.", "groovy.", "kotlin.", "kotlinx.", "org.apache.groovy.", "org.codehaus.groovy.", "scala.",
    };

    private static final String[] SERVERS = {
        "com.ibm.ws.",
        "io.helidon.",
        "io.micronaut.",
        "io.netty.",
        "io.quarkus.",
        "io.undertow.",
        "io.vertx.",
        "org.apache.catalina.",
        "org.apache.coyote.",
        "org.apache.cxf.",
        "org.apache.jasper.",
        "org.apache.tomcat.",
        "org.eclipse.jetty.",
        "org.glassfish.",
        "org.jboss.",
        "org.springframework.",
        "org.wildfly.",
        "reactor.",
        "weblogic.",
        "org.apache.struts2.",
        "org.xnio.",
    };

    private static final String[] CLIENTS = {
        "com.amazonaws.",
        "com.couchbase.",
        "com.datastax.",
        "com.google.api.",
        "com.google.cloud.",
        "com.google.common.",
        "com.ibm.mq.",
        "com.microsoft.sqlserver.",
        "com.mongodb.",
        "com.mysql.",
        "com.ning.",
        "com.rabbitmq.",
        "com.squareup.",
        "feign.",
        "io.grpc.",
        "io.lettuce.",
        "io.nats.",
        "io.r2dbc.",
        "net.spy.",
        "okhttp3.",
        "okio.",
        "oracle.",
        "org.apache.activemq.",
        "org.apache.cassandra.",
        "org.apache.derby.",
        "org.apache.hc.",
        "org.apache.http.",
        "org.apache.kafka.",
        "org.apache.pulsar.",
        "org.apache.thrift.",
        "org.apache.zookeeper.",
        "org.asynchttpclient.",
        "org.elasticsearch.",
        "org.h2.",
        "org.mariadb.",
        "org.opensearch.",
        "org.postgresql.",
        "org.redisson.",
        "redis.clients.",
        "retrofit2.",
        "software.amazon.awssdk.",
    };

    private static final String[] FRAMEWORKS = {
        "brave.",
        "ch.qos.logback.",
        "co.elastic.",
        "com.alibaba.druid.",
        "com.atomikos.",
        "com.fasterxml.",
        "com.github.benmanes.caffeine.",
        "com.mchange.",
        "com.netflix.",
        "com.p6spy.",
        "com.zaxxer.hikari.",
        "datadog.",
        "io.github.resilience4j.",
        "io.micrometer.",
        "io.opentelemetry.",
        "io.reactivex.",
        "io.smallrye.",
        "liquibase.",
        "net.bytebuddy.",
        "net.sf.cglib.",
        "net.ttddyy.",
        "org.apache.camel.",
        "org.apache.commons.",
        "org.apache.ibatis.",
        "org.apache.log4j.",
        "org.apache.logging.",
        "org.aspectj.",
        "org.eclipse.persistence.",
        "org.flywaydb.",
        "org.hibernate.",
        "org.jdbi.",
        "org.jooq.",
        "org.junit.",
        "org.mybatis.",
        "org.quartz.",
        "org.slf4j.",
        "rx.",
    };

    private final List<String> prefixes = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    /** @param more prefixes to fold besides those that are known; after a {@code !}: prefixes not to fold */
    public FoldedPackages(List<String> more) {
        for (String[] group : new String[][] {RUNTIME, LANGUAGES, SERVERS, CLIENTS, FRAMEWORKS}) {
            prefixes.addAll(List.of(group));
        }
        for (String prefix : more) {
            if (prefix.charAt(0) == NOT) {
                kept.add(prefix.substring(1));
            } else {
                prefixes.add(prefix);
            }
        }
    }

    /** The prefix by which a class is folded; null: it is the application's. */
    String libraryOf(String className) {
        String library = longest(prefixes, className);
        String own = longest(kept, className);
        if (own != null && (library == null || own.length() >= library.length())) {
            return null;
        }
        return library == null && className.contains(GENERATED) ? RUNTIME[0] : library;
    }

    private static String longest(List<String> prefixes, String className) {
        String longest = null;
        for (int i = 0; i < prefixes.size(); i++) {
            String prefix = prefixes.get(i);
            if (className.startsWith(prefix) && (longest == null || prefix.length() > longest.length())) {
                longest = prefix;
            }
        }
        return longest;
    }

    /** True for a prefix whose classes say nothing about who began something. */
    static boolean isRuntime(String library) {
        for (String prefix : RUNTIME) {
            if (prefix.equals(library)) {
                return true;
            }
        }
        return false;
    }
}
