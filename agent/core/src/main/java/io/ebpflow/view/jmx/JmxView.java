// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.health.AgentLog;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The MBeans of the domain {@code io.ebpflow}. To be constructed after the application's main class has started and not
 * before: the first use of JMX decides which MBean server builder the JVM has, and application servers bring their own.
 *
 * <p>Threading: constructed and closed by one thread each.
 */
public final class JmxView implements AutoCloseable {
    private static final String DOMAIN = "io.ebpflow";

    private final MBeanServer server;
    private final AgentLog log;
    private final SlowCallsBean slowCalls;
    private final Deque<ObjectName> registered = new ArrayDeque<>();

    /** Registers all MBeans with the platform's server; one line for each that cannot be. */
    public JmxView(JmxSource source, AgentLog log) {
        this(source, log, ManagementFactory.getPlatformMBeanServer());
    }

    JmxView(JmxSource source, AgentLog log, MBeanServer server) {
        this.server = server;
        this.log = log;
        register("Agent", AgentBean.of(source));
        register("Flows", FlowsBean.of(source));
        register("Endpoints", EndpointsBean.of(source));
        register("Requests", RequestsBean.of(source));
        register("Threads", ThreadsBean.of(source));
        slowCalls = new SlowCallsBean(source.slowCalls(), nameOf("SlowCalls"), log, System::nanoTime);
        if (register("SlowCalls", slowCalls.bean())) {
            slowCalls.start();
        }
    }

    private static ObjectName nameOf(String type) {
        try {
            return new ObjectName(DOMAIN + ":type=" + type);
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(type, e);
        }
    }

    private boolean register(String type, OpenBean bean) {
        ObjectName name = nameOf(type);
        try {
            registered.push(server.registerMBean(bean, name).getObjectName());
            return true;
        } catch (InstanceAlreadyExistsException e) {
            log.warn("MBean " + name + " is not registered: the name is taken, probably by another ebpflow agent in"
                    + " this JVM");
        } catch (JMException | RuntimeException e) {
            log.warn("MBean " + name + " is not registered: " + e);
        }
        return false;
    }

    /** Unregisters what this has registered, and nothing else. */
    @Override
    public void close() {
        slowCalls.close();
        while (!registered.isEmpty()) {
            ObjectName name = registered.pop();
            try {
                server.unregisterMBean(name);
            } catch (InstanceNotFoundException e) {
                // Somebody else took it away: that is where we wanted to be.
                continue;
            } catch (JMException | RuntimeException e) {
                log.warn("MBean " + name + " is not unregistered: " + e);
            }
        }
    }
}
