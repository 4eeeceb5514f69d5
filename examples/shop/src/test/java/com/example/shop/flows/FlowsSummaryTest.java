// SPDX-License-Identifier: Apache-2.0
package com.example.shop.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
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

class FlowsSummaryTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @Test
    void isEmptyWithoutAnAgent() throws JMException {
        assertThat(new FlowsSummary(server).toText()).isEmpty();
        assertThat(new FlowsSummary(server).hasEndpoints()).isFalse();
    }

    @Test
    void showsTablesOfWhateverTheMBeansHaveAndEndpointsLast() throws JMException {
        server.registerMBean(new Endpoints(2), new ObjectName("io.ebpflow:type=Endpoints"));
        server.registerMBean(new Agent(), new ObjectName("io.ebpflow:type=New"));
        server.registerMBean(new Agent(), new ObjectName("io.ebpflow:type=Agent"));
        assertThat(new FlowsSummary(server).toText())
                .isEqualTo("Agent\n"
                        + "  LostRecords: 3\n"
                        + "\n"
                        + "New\n"
                        + "  LostRecords: 3\n"
                        + "\n"
                        + "Endpoints\n"
                        + "  Endpoint        Connects  ExchangeCount\n"
                        + "  localhost:5431        10              1\n"
                        + "  localhost:5430         0              0\n"
                        + "\n");
    }

    @Test
    void showsTheBusiestEndpointsFirstAndSaysHowManyItDoesNotShow() throws JMException {
        server.registerMBean(new Endpoints(23), new ObjectName("io.ebpflow:type=Endpoints"));
        assertThat(new FlowsSummary(server).toText())
                .contains("ExchangeCount\n  localhost:5452       220             22\n")
                .contains("\n  and 13 more\n");
    }

    @Test
    void namesATableThatIsNotTheMBeansFirst() throws JMException {
        server.registerMBean(new Endpoints(1), new ObjectName("io.ebpflow:type=Flows"));
        assertThat(new FlowsSummary(server).toText()).startsWith("Flows\n  Endpoints:\n  AverageMs ");
    }

    @Test
    void hasEndpointsOnceTheTableHasARow() throws JMException {
        server.registerMBean(new Agent(), new ObjectName("io.ebpflow:type=Agent"));
        assertThat(new FlowsSummary(server).hasEndpoints()).isFalse();
        server.registerMBean(new Endpoints(0), new ObjectName("io.ebpflow:type=Endpoints"));
        assertThat(new FlowsSummary(server).hasEndpoints()).isFalse();
        server.unregisterMBean(new ObjectName("io.ebpflow:type=Endpoints"));
        server.registerMBean(new Endpoints(1), new ObjectName("io.ebpflow:type=Endpoints"));
        assertThat(new FlowsSummary(server).hasEndpoints()).isTrue();
    }

    /** Attributes as the agent's MXBeans have them. */
    public interface EndpointsMBean {
        CompositeData[] getEndpoints();
    }

    /** Attributes as the agent's MXBeans have them. */
    public interface AgentMXBean {
        long getLostRecords();
    }

    /** A row as the agent's tables have it: items begin with a capital letter. */
    private static CompositeData endpoint(int number) {
        String[] names = {"AverageMs", "Connects", "Endpoint", "ExchangeCount"};
        OpenType<?>[] types = {SimpleType.DOUBLE, SimpleType.LONG, SimpleType.STRING, SimpleType.LONG};
        Object[] values = {number + 0.5, number * 10L, "localhost:" + (5430 + number), (long) number};
        try {
            CompositeType type = new CompositeType("Endpoint", "a row", names, names, types);
            return new CompositeDataSupport(type, names, values);
        } catch (OpenDataException e) {
            throw new AssertionError(e);
        }
    }

    public static final class Endpoints implements EndpointsMBean {
        private final int count;

        Endpoints(int count) {
            this.count = count;
        }

        @Override
        public CompositeData[] getEndpoints() {
            return IntStream.range(0, count)
                    .mapToObj(FlowsSummaryTest::endpoint)
                    .toArray(CompositeData[]::new);
        }
    }

    private static final class Agent implements AgentMXBean {
        @Override
        public long getLostRecords() {
            return 3;
        }
    }
}
