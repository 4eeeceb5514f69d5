// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebpflow.attribution.ThreadRow;
import io.ebpflow.flow.EndpointRow;
import io.ebpflow.flow.FlowCounts;
import io.ebpflow.flow.FlowRow;
import io.ebpflow.flow.FlowSamples;
import io.ebpflow.flow.RequestRow;
import io.ebpflow.health.AgentStatus;
import io.ebpflow.health.RecordingLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JmxViewTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final RecordingLog log = new RecordingLog();
    private final FakeSource source = new FakeSource();
    private JmxView view;

    @AfterEach
    void close() {
        if (view != null) {
            view.close();
        }
    }

    private static ObjectName name(String type) throws JMException {
        return new ObjectName("io.ebpflow:type=" + type);
    }

    private Object read(String type, String attribute) throws JMException {
        return server.getAttribute(name(type), attribute);
    }

    private CompositeData row(String type, Object... key) throws JMException {
        return ((TabularData) read(type, type)).get(key);
    }

    @Test
    void showsHowTheAgentDoes() throws JMException {
        view = new JmxView(source, log, server);
        assertThat(read("Agent", "State")).isEqualTo("running");
        assertThat(read("Agent", "Problem")).isNull();
        assertThat(read("Agent", "Version")).isEqualTo("0.1.0");
        assertThat(read("Agent", "LostRecordCount")).isEqualTo(10L);
        TabularData signals = (TabularData) read("Agent", "Signals");
        assertThat(signals.get(new Object[] {"tcp_close"}).get("Attached")).isEqualTo("tp_btf");
        TabularData lost = (TabularData) read("Agent", "LostRecords");
        assertThat(lost.get(new Object[] {"connect"}).get("Count")).isEqualTo(3L);
        TabularData counters = (TabularData) read("Agent", "Counters");
        assertThat(counters.get(new Object[] {"records"}).get("Count")).isEqualTo(7_919L);
    }

    @Test
    void showsFlows() throws JMException {
        source.flows.add(FlowSamples.tcp(0x1f, "a\"=,:*?\n"));
        source.flows.add(FlowSamples.tcp(0x2f, null));
        source.flows.add(FlowSamples.tcp(0x2f, "twice"));
        view = new JmxView(source, log, server);
        assertThat(read("Flows", "LiveTcpCount")).isEqualTo(2L);
        assertThat(read("Flows", "LiveUdpCount")).isEqualTo(1L);
        assertThat(read("Flows", "EvictedCount")).isEqualTo(23L);
        CompositeData flow = row("Flows", "1f", "[2001:db8::1]:5432");
        assertThat(flow.get("Local")).isEqualTo("10.0.0.5:43210");
        assertThat(flow.get("Direction")).isEqualTo("out");
        assertThat(flow.get("Thread")).isEqualTo("a\"=,:*?\n");
        assertThat(flow.get("ConnectUs")).isEqualTo(1L);
        assertThat(flow.get("DurationUs")).isEqualTo(2_000L);
        assertThat(flow.get("SrttUs")).isNull();
        assertThat(row("Flows", "2f", "[2001:db8::1]:5432").get("Thread")).isEqualTo("twice");
    }

    @Test
    void showsEndpointsAndResetsThem() throws JMException {
        view = new JmxView(source, log, server);
        CompositeData out = row("Endpoints", "10.0.3.7:8080", "tcp", "out");
        assertThat(out.get("Connects")).isEqualTo(23L);
        assertThat((long) out.get("ConnectP99Us")).isBetween(980L, 1_000L);
        assertThat((long) out.get("ConnectMaxUs")).isEqualTo(1_000L);
        assertThat(out.get("AcceptWaitP50Us")).isNull();
        CompositeData in = row("Endpoints", ":8080", "tcp", "in");
        assertThat(in.get("ConnectP50Us")).isNull();
        assertThat((long) in.get("AcceptWaitP50Us")).isBetween(495L, 505L);
        assertThat(row("Endpoints", "[::]:53", "udp", "out").get("ConnectP50Us"))
                .isNull();
        server.invoke(name("Endpoints"), "reset", null, null);
        assertThat(source.calls).containsExactly("resetEndpoints");
    }

    @Test
    void showsWhatWasExchangedWithEndpoints() throws JMException {
        view = new JmxView(source, log, server);
        CompositeData out = row("Endpoints", "10.0.3.7:8080", "tcp", "out");
        assertThat(out.get("ExchangeCount")).isEqualTo(2L);
        assertThat(out.get("ExchangeMaxUs")).isEqualTo(412L);
        assertThat(out.get("PeerP50Us")).isEqualTo(398L);
        assertThat(out.get("PickupP999Us")).isEqualTo(13L);
        assertThat(out.get("QueueWaitP50Us")).isNull();
        assertThat(out.get("SlowCount")).isEqualTo(3L);
        CompositeData in = row("Endpoints", ":8080", "tcp", "in");
        assertThat(in.get("QueueWaitP50Us")).isEqualTo(7L);
        assertThat(in.get("PeerP50Us")).isNull();
        assertThat(in.get("SlowCount")).isNull();
        CompositeData idle = row("Endpoints", "[::]:53", "udp", "out");
        assertThat(idle.get("ExchangeCount")).isEqualTo(0L);
        assertThat(idle.get("ExchangeP50Us")).isNull();
        assertThat(idle.get("UnansweredCount")).isEqualTo(0L);
    }

    @Test
    void showsTheLastMinuteInATableOfItsOwn() throws JMException {
        view = new JmxView(source, log, server);
        TabularData table = (TabularData) read("Endpoints", "EndpointsLastMinute");
        CompositeData out = table.get(new Object[] {"10.0.3.7:8080", "tcp", "out"});
        assertThat(out.get("ExchangeMinuteCount")).isEqualTo(1L);
        assertThat(out.get("ExchangeMinuteP99Us")).isEqualTo(41L);
        assertThat(out.get("PickupMinuteMaxUs")).isEqualTo(13L);
        assertThat(out.get("ConnectMinuteP50Us")).isNull();
        assertThat(table.get(new Object[] {":8080", "tcp", "in"}).get("QueueWaitMinuteP99Us"))
                .isEqualTo(7L);
    }

    @Test
    void showsRequestsAndWhomTheyWaitedForAndForgetsThem() throws JMException {
        view = new JmxView(source, log, server);
        CompositeData orders = row("Requests", "GET /orders/{id}", "http");
        assertThat(orders.get("Count")).isEqualTo(2L);
        assertThat(orders.get("CallCount")).isEqualTo(2L);
        assertThat(orders.get("WaitUs")).isEqualTo(1_419L);
        assertThat(orders.get("SlowCount")).isEqualTo(1L);
        assertThat(orders.get("ExchangeMaxUs")).isEqualTo(412L);
        assertThat(orders.get("PeerP50Us")).isEqualTo(398L);
        assertThat(orders.get("ServedCount")).isEqualTo(1L);
        assertThat(orders.get("ServedP99Us")).isEqualTo(412L);
        TabularData waits = (TabularData) read("Requests", "Waits");
        CompositeData database = waits.get(new Object[] {"GET /orders/{id}", "http", "10.0.3.7:5432", "tcp"});
        assertThat(database.get("RemoteName")).isEqualTo("db.internal");
        assertThat(database.get("WaitUs")).isEqualTo(1_412L);
        assertThat(database.get("CallP999Us")).isEqualTo(1_412L);
        CompositeData others = waits.get(new Object[] {"GET /orders/{id}", "http", "(others)", ""});
        assertThat(others.get("CallCount")).isEqualTo(1L);
        assertThat(others.get("CallP50Us")).isNull();
        TabularData minute = (TabularData) read("Requests", "RequestsLastMinute");
        assertThat(minute.get(new Object[] {"GET /orders/{id}", "http"}).get("ExchangeMinuteCount"))
                .isEqualTo(2L);
        assertThat(read("Requests", "RequestNameCount")).isEqualTo(1L);
        server.invoke(name("Requests"), "reset", null, null);
        assertThat(source.calls).containsExactly("resetRequests");
    }

    @Test
    void showsThreads() throws JMException {
        view = new JmxView(source, log, server);
        assertThat(read("Threads", "ThreadCount")).isEqualTo(2L);
        assertThat(row("Threads", 29L).get("Name")).isEqualTo("http-nio-8080-exec-3");
        assertThat(row("Threads", 29L).get("Tid")).isEqualTo(4_799L);
        assertThat(row("Threads", 31L).get("Tid")).isNull();
        assertThat(row("Threads", 31L).get("LastUse")).isNull();
    }

    @Test
    void uninstalls() throws JMException {
        view = new JmxView(source, log, server);
        server.invoke(name("Agent"), "uninstall", new Object[0], new String[0]);
        assertThat(source.calls).containsExactly("uninstall");
    }

    @Test
    void needsNoClassOfOursAtTheClient() throws Exception {
        source.flows.add(FlowSamples.tcp(1, "t"));
        source.slowCalls.onEvent(SlowEvents.call(412_000));
        source.slowCalls.onEvent(SlowEvents.connect(3_000_000));
        view = new JmxView(source, log, server);
        for (ObjectName bean : server.queryNames(new ObjectName("io.ebpflow:*"), null)) {
            atClient(server.getMBeanInfo(bean));
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                Object value = atClient(server.getAttribute(bean, attribute.getName()));
                OpenMBeanAttributeInfo open = (OpenMBeanAttributeInfo) attribute;
                assertThat(value == null || open.isValue(value))
                        .as(attribute.getName())
                        .isTrue();
            }
        }
        source.isStuck = true;
        assertThatThrownBy(() -> read("Flows", "Flows"))
                .satisfies(e -> assertThat(atClient(e)).isNotNull());
    }

    /** Serialises and reads back with the classes of the JDK alone. */
    private static Object atClient(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
                return Class.forName(type.getName(), false, ClassLoader.getPlatformClassLoader());
            }
        }) {
            return in.readObject();
        }
    }

    @Test
    void saysWhenTheReaderDoesNotAnswer() {
        source.isStuck = true;
        view = new JmxView(source, log, server);
        assertThatThrownBy(() -> read("Flows", "LiveTcpCount"))
                .isInstanceOf(MBeanException.class)
                .hasMessage("LiveTcpCount: the agent's reader thread did not answer in time, try again")
                .cause()
                .isInstanceOf(TimeoutException.class);
        assertThat(readable("Flows")).isEmpty();
    }

    private List<?> readable(String type) {
        try {
            return server.getAttributes(name(type), new String[] {"Flows", "EvictedCount"});
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void leavesNothingBehind() throws JMException {
        new JmxView(source, log, server).close();
        assertThat(server.queryNames(new ObjectName("io.ebpflow:*"), null)).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void leavesAForeignBeanOfTheSameNameAlone() throws JMException {
        ObjectName taken = name("Flows");
        server.registerMBean(new OpenBean("somebody else's"), taken);
        view = new JmxView(source, log, server);
        assertThat(log.lines())
                .containsExactly("WARN MBean io.ebpflow:type=Flows is not registered: the name is taken, probably"
                        + " by another ebpflow agent in this JVM");
        view.close();
        assertThat(server.queryNames(new ObjectName("io.ebpflow:*"), null)).containsExactly(taken);
    }

    private static final class FakeSource implements JmxSource {
        final List<FlowRow> flows = new ArrayList<>();
        final List<String> calls = new ArrayList<>();
        final SlowCalls slowCalls = new SlowCalls();
        boolean isStuck;

        private <T> T answer(T value) throws TimeoutException {
            if (isStuck) {
                throw new TimeoutException();
            }
            return value;
        }

        @Override
        public AgentStatus status() throws TimeoutException {
            return answer(new AgentStatus(
                    AgentStatus.State.RUNNING,
                    null,
                    "0.1.0",
                    Map.of("tcp_close", "tp_btf"),
                    Map.of("connect", 3L, "close", 7L),
                    Map.of("records", 7_919L)));
        }

        @Override
        public List<FlowRow> flows() throws TimeoutException {
            return answer(flows);
        }

        @Override
        public FlowCounts flowCounts() throws TimeoutException {
            return answer(new FlowCounts(2, 1, 23));
        }

        @Override
        public List<EndpointRow> endpoints() throws TimeoutException {
            return answer(List.of(FlowSamples.endpoint(false), FlowSamples.endpoint(true), FlowSamples.idleEndpoint()));
        }

        @Override
        public List<ThreadRow> threads() throws TimeoutException {
            return answer(List.of(
                    new ThreadRow(4_799, 29, "http-nio-8080-exec-3", true, 1_795_403_482_123L),
                    new ThreadRow(0, 31, "main", false, 0)));
        }

        @Override
        public SlowCalls slowCalls() {
            return slowCalls;
        }

        @Override
        public void resetEndpoints() {
            calls.add("resetEndpoints");
        }

        @Override
        public List<RequestRow> requests() throws TimeoutException {
            return answer(FlowSamples.requests());
        }

        @Override
        public void resetRequests() {
            calls.add("resetRequests");
        }

        @Override
        public void uninstall() {
            calls.add("uninstall");
        }
    }
}
