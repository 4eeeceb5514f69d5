// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * What the agent in this JVM shows in JMX.
 *
 * <p>Threading: stateless.
 */
public final class AgentBeans {

    /** No MBean yet, or no answer in time. */
    private static final long UNKNOWN = -1;

    private static final int TRIES = 100;

    private AgentBeans() {}

    static long liveTcpCount() {
        try {
            return (Long) attribute("Flows", "LiveTcpCount");
        } catch (JMException e) {
            return UNKNOWN;
        }
    }

    static long lostRecords(String event) {
        try {
            CompositeData row = ((TabularData) attribute("Agent", "LostRecords")).get(new Object[] {event});
            return row == null ? 0 : (Long) row.get("Count");
        } catch (JMException e) {
            return UNKNOWN;
        }
    }

    /** What the agent counts about itself, as soon as it is in JMX. */
    static Map<String, Long> counters() throws InterruptedException {
        Map<String, Long> counters = new TreeMap<>();
        for (int i = 0; i < TRIES && counters.isEmpty(); i++) {
            try {
                for (Object row : ((TabularData) attribute("Agent", "Counters")).values()) {
                    counters.put(
                            (String) ((CompositeData) row).get("Counter"), (Long) ((CompositeData) row).get("Count"));
                }
            } catch (JMException e) {
                Thread.sleep(100); // a second after the JVM has started there are MBeans
            }
        }
        return counters;
    }

    /**
     * Takes the agent out.
     *
     * @return how many MBeans of it there are then
     */
    public static int uninstall() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        server.invoke(new ObjectName("io.ebpflow:type=Agent"), "uninstall", null, null);
        return server.queryNames(new ObjectName("io.ebpflow:*"), null).size();
    }

    private static Object attribute(String type, String name) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        return server.getAttribute(new ObjectName("io.ebpflow:type=" + type), name);
    }
}
