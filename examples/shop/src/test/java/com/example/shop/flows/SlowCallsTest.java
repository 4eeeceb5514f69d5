// SPDX-License-Identifier: Apache-2.0
package com.example.shop.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import java.util.stream.LongStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.junit.jupiter.api.Test;

class SlowCallsTest {
    private static final String HEADER =
            "  When          Where          Thread    TotalMs  Verdict  PeerMs  NetworkMs  PickupMs   GcMs  UsedBy\n";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @Test
    void areNoneWithoutAnAgent() throws JMException {
        assertThat(SlowCalls.readFrom(server).remotesAndVerdicts()).isEmpty();
    }

    @Test
    void showsEachCallOnceInTheOrderOfTheirNumbers() throws JMException {
        CompositeData first = call(1, "peer", null);
        CompositeData second = call(2, "jvm", 201_000L);
        register(new CompositeData[] {second, first}, new CompositeData[] {second});
        assertThat(new FlowsSummary(server).toText())
                .isEqualTo("SlowCalls\n"
                        + HEADER
                        + "  00:00:01.000  10.0.3.7:5432  worker-1    412.3  peer      398.0        0.4      13.9         OrderDao.load(OrderDao.java:42)\n"
                        + "  00:00:02.000  10.0.3.7:5432  worker-2    412.3  jvm       398.0        0.4      13.9  201.0  OrderDao.load(OrderDao.java:42)\n"
                        + "  SlowCallCount: 2\n"
                        + "\n");
        assertThat(SlowCalls.readFrom(server).remotesAndVerdicts())
                .containsExactly("10.0.3.7:5432 jvm", "10.0.3.7:5432 peer");
    }

    @Test
    void letsNoVerdictCrowdOutAnother() throws JMException {
        CompositeData[] newest = LongStream.rangeClosed(1, 23)
                .mapToObj(number -> call(number, number < 23 ? "peer" : "network", null))
                .toArray(CompositeData[]::new);
        register(newest, new CompositeData[0]);
        assertThat(new FlowsSummary(server).toText())
                .contains("worker-4 ", "worker-23 ", "  and 18 more of the same\n")
                .doesNotContain("worker-5 ");
    }

    private void register(CompositeData[] newest, CompositeData[] worst) throws JMException {
        server.registerMBean(new Agent(newest, worst), new ObjectName("io.ebpflow:type=SlowCalls"));
    }

    /** A row as the agent has it, without the columns that nobody reads here. */
    private static CompositeData call(long number, String verdict, Long gcUs) {
        String[] names = {
            "Number",
            "Time",
            "CallUs",
            "Verdict",
            "Remote",
            "Thread",
            "PeerUs",
            "NetworkUs",
            "PickupUs",
            "GcUs",
            "UsedBy"
        };
        OpenType<?>[] types = {
            SimpleType.LONG,
            SimpleType.DATE,
            SimpleType.LONG,
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.LONG,
            SimpleType.LONG,
            SimpleType.LONG,
            SimpleType.LONG,
            SimpleType.STRING
        };
        Object[] values = {
            number,
            new Date(number * 1000),
            412_300L,
            verdict,
            "10.0.3.7:5432",
            "worker-" + number,
            398_000L,
            400L,
            13_900L,
            gcUs,
            "OrderDao.load(OrderDao.java:42) < Orders.main(Orders.java:7)"
        };
        try {
            CompositeType type = new CompositeType("SlowCall", "a row", names, names, types);
            return new CompositeDataSupport(type, names, values);
        } catch (OpenDataException e) {
            throw new AssertionError(e);
        }
    }

    /** Attributes as the agent's MBean has them. */
    public interface AgentMBean {
        CompositeData[] getNewest();

        CompositeData[] getWorst();

        long getSlowCallCount();
    }

    public static final class Agent implements AgentMBean {
        private final CompositeData[] newest;
        private final CompositeData[] worst;

        Agent(CompositeData[] newest, CompositeData[] worst) {
            this.newest = newest;
            this.worst = worst;
        }

        @Override
        public CompositeData[] getNewest() {
            return newest;
        }

        @Override
        public CompositeData[] getWorst() {
            return worst;
        }

        @Override
        public long getSlowCallCount() {
            return newest.length;
        }
    }
}
