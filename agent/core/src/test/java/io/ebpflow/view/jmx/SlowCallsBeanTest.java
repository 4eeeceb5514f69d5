// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.attribution.Named;
import io.ebpflow.bridge.CallPath;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.RecordingLog;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowCallsBeanTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final RecordingLog log = new RecordingLog();
    private final SlowCalls calls = new SlowCalls();
    private final BlockingQueue<Notification> received = new LinkedBlockingQueue<>();
    private ObjectName name;
    private SlowCallsBean bean;

    @BeforeEach
    void open() throws JMException {
        name = new ObjectName("io.ebpflow:type=SlowCalls");
        bean = new SlowCallsBean(calls, name, log, () -> 0).start();
        server.registerMBean(bean.bean(), name);
    }

    @AfterEach
    void close() {
        bean.close();
    }

    private long number(String attribute) throws JMException {
        return (Long) server.getAttribute(name, attribute);
    }

    private CompositeData row(String attribute, long number) throws JMException {
        return ((TabularData) server.getAttribute(name, attribute)).get(new Object[] {number});
    }

    @Test
    void showsTheCodePaths() throws JMException {
        FlowEvent call = SlowEvents.call(412_000);
        call.usedBy = CallPath.of("OrderDao.load(OrderDao.java:42)", "CheckoutServlet.doGet(CheckoutServlet.java:31)");
        call.openedBy = CallPath.of();
        calls.onEvent(call);
        CompositeData row = row("Newest", 1);
        assertThat(row.get("UsedBy"))
                .isEqualTo("OrderDao.load(OrderDao.java:42) < CheckoutServlet.doGet(CheckoutServlet.java:31)");
        assertThat(row.get("OpenedBy")).isNull();
    }

    @Test
    void showsWhereTheTimeWent() throws JMException {
        calls.onEvent(SlowEvents.call(412_000));
        for (String attribute : new String[] {"Newest", "Worst"}) {
            CompositeData row = row(attribute, 1);
            assertThat(row.get("CallUs")).isEqualTo(412_000L);
            assertThat(row.get("TotalUs")).isEqualTo(412_000L);
            assertThat(row.get("PeerUs")).isEqualTo(411_588L);
            assertThat(row.get("NetworkUs")).isEqualTo(412L);
            assertThat(row.get("PickupUs")).isEqualTo(0L);
            assertThat(row.get("GcUs")).isNull();
            assertThat(row.get("ConnectUs")).isNull();
            assertThat(row.get("Verdict")).isEqualTo("peer");
            assertThat(row.get("Remote")).isEqualTo("10.0.3.7:5432");
            assertThat(row.get("Thread")).isEqualTo("http-nio-8080-exec-3");
            assertThat(row.get("ThreadId")).isEqualTo(29L);
            assertThat(row.get("Error")).isNull();
            assertThat(row.get("Request")).isNull();
        }
    }

    @Test
    void showsTheRequestThatItWasMadeFor() throws JMException {
        FlowEvent event = SlowEvents.call(412_000);
        Named.request(event.request, RequestTable.HTTP, "GET", "/shop", "/orders/{id}");
        calls.onEvent(event);
        event.request.clear();
        for (String attribute : new String[] {"Newest", "Worst"}) {
            assertThat(row(attribute, 1).get("Request")).isEqualTo("GET /shop/orders/{id}");
        }
    }

    @Test
    void showsAConnectionAttemptWithoutParts() throws JMException {
        calls.onEvent(SlowEvents.connect(3_000_000));
        CompositeData row = row("Newest", 1);
        assertThat(row.get("CallUs")).isEqualTo(3_000_000L);
        assertThat(row.get("ConnectUs")).isEqualTo(3_000_000L);
        assertThat(row.get("Error")).isEqualTo("ETIMEDOUT");
        for (String part : new String[] {"TotalUs", "PeerUs", "PickupUs", "RequestBytes", "Thread", "ThreadId"}) {
            assertThat(row.get(part)).as(part).isNull();
        }
    }

    @Test
    void showsTheNewestAndTheSlowestFirst() throws JMException {
        calls.onEvent(SlowEvents.call(300_000));
        calls.onEvent(SlowEvents.call(100_000));
        calls.onEvent(SlowEvents.call(400_000));
        assertThat(((TabularData) server.getAttribute(name, "Newest")).values())
                .extracting(row -> ((CompositeData) row).get("Number"))
                .containsExactly(3L, 2L, 1L);
        assertThat(((TabularData) server.getAttribute(name, "Worst")).values())
                .extracting(row -> ((CompositeData) row).get("Number"))
                .containsExactly(3L, 1L, 2L);
    }

    @Test
    void notifiesWithTheRow() throws Exception {
        server.addNotificationListener(name, (notification, handback) -> received.add(notification), null, null);
        calls.onEvent(SlowEvents.call(412_000));
        Notification notification = received.poll(30, TimeUnit.SECONDS);
        assertThat(notification.getType()).isEqualTo("io.ebpflow.slow");
        assertThat(notification.getSource()).isEqualTo(name);
        assertThat(notification.getSequenceNumber()).isEqualTo(1);
        assertThat(notification.getTimeStamp()).isEqualTo(1_795_403_482_123L);
        assertThat(notification.getMessage())
                .isEqualTo("412 ms to 10.0.3.7:5432, verdict peer, thread http-nio-8080-exec-3");
        assertThat(notification.getUserData()).isEqualTo(row("Newest", 1));
        assertThat(server.getMBeanInfo(name).getNotifications()[0].getNotifTypes())
                .containsExactly("io.ebpflow.slow");
    }

    @Test
    void survivesAListenerThatFails() throws Exception {
        NotificationListener failing = (notification, handback) -> {
            throw new StackOverflowError("the listener's");
        };
        server.addNotificationListener(name, failing, null, null);
        server.addNotificationListener(name, (notification, handback) -> received.add(notification), null, null);
        calls.onEvent(SlowEvents.call(412_000));
        calls.onEvent(SlowEvents.call(412_000));
        assertThat(received.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(received.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(number("ListenerFailureCount")).isEqualTo(2);
        assertThat(log.lines())
                .containsExactly("WARN a listener of io.ebpflow.slow failed, later failures are only counted:"
                        + " java.lang.StackOverflowError: the listener's");
    }

    @Test
    void countsAndBeginsAgain() throws JMException {
        for (int i = 0; i < 23; i++) {
            calls.onEvent(SlowEvents.call(412_000));
        }
        assertThat(number("SlowCallCount")).isEqualTo(23);
        assertThat(number("SuppressedCount")).isEqualTo(13);
        server.invoke(name, "reset", null, null);
        assertThat(number("SlowCallCount")).isZero();
        assertThat(number("SuppressedCount")).isZero();
        assertThat((TabularData) server.getAttribute(name, "Newest"))
                .satisfies(table -> assertThat(table.isEmpty()).isTrue());
    }
}
