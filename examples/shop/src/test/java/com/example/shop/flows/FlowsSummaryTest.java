// SPDX-License-Identifier: Apache-2.0
package com.example.shop.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class FlowsSummaryTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @Test
    void isEmptyWithoutAnAgent() throws JMException {
        assertThat(new FlowsSummary(server).toText()).isEmpty();
        assertThat(new FlowsSummary(server).hasEndpoints()).isFalse();
    }

    @Test
    void showsTablesOfWhateverTheMBeansHaveAndEndpointsFirst() throws JMException {
        server.registerMBean(new Agent(), new ObjectName("io.ebpflow:type=Agent"));
        server.registerMBean(new Endpoints(2), new ObjectName("io.ebpflow:type=Endpoints"));
        assertThat(new FlowsSummary(server).toText())
                .isEqualTo("Endpoints\n"
                        + "  endpoint        connects  averageMs\n"
                        + "  localhost:5430         0        0.5\n"
                        + "  localhost:5431        10        1.5\n"
                        + "\n"
                        + "Agent\n"
                        + "  LostRecords: 3\n"
                        + "\n");
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

    @Test
    void saysHowManyRowsItDoesNotShow() throws JMException {
        server.registerMBean(new Endpoints(23), new ObjectName("io.ebpflow:type=Endpoints"));
        assertThat(new FlowsSummary(server).toText()).contains("\n  and 11 more\n");
    }

    /** Attributes as the agent's MXBeans have them. */
    public interface EndpointsMXBean {
        List<Endpoint> getEndpoints();
    }

    /** Attributes as the agent's MXBeans have them. */
    public interface AgentMXBean {
        long getLostRecords();
    }

    /** A row of the table. */
    public static final class Endpoint {
        private final int number;

        Endpoint(int number) {
            this.number = number;
        }

        public double getAverageMs() {
            return number + 0.5;
        }

        public long getConnects() {
            return number * 10L;
        }

        public String getEndpoint() {
            return "localhost:" + (5430 + number);
        }
    }

    private static final class Endpoints implements EndpointsMXBean {
        private final int count;

        Endpoints(int count) {
            this.count = count;
        }

        @Override
        public List<Endpoint> getEndpoints() {
            return IntStream.range(0, count).mapToObj(Endpoint::new).collect(Collectors.toList());
        }
    }

    private static final class Agent implements AgentMXBean {
        @Override
        public long getLostRecords() {
            return 3;
        }
    }
}
