// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.jms.Connection;
import javax.jms.Destination;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.Session;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/**
 * A broker of JMS, and listeners that call a peer for each message with as many bytes as it says:
 *
 * <pre>
 *   connect PORT      to the peer; starts the broker
 *   listen BYTES      one message for a queue, one for a topic by a pattern, one for a temporary queue, one for a listener that
 *                     throws after its call, with one byte more each; then one, received by main, which calls
 *   spring BYTES      one message for a container of Spring that polls a queue
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class JmsCalls {
    private static final String BYTES = "bytes";

    private static final Semaphore CALLED = new Semaphore(0);
    private static final List<Connection> CONNECTIONS = new ArrayList<>();

    private static BrokerService broker;
    private static ActiveMQConnectionFactory factory;
    private static Session session;

    private JmsCalls() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            int number = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "connect":
                    Calls.connect(number);
                    startBroker();
                    break;
                case "listen":
                    listen(number);
                    break;
                case "spring":
                    spring(number);
                    break;
                default:
                    throw new IllegalArgumentException(command);
            }
        }
        for (Connection connection : CONNECTIONS) {
            connection.close(); // else their threads stay
        }
        broker.stop();
    }

    private static void startBroker() throws Exception {
        broker = new BrokerService();
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setAdvisorySupport(false);
        String address = broker.addConnector("tcp://127.0.0.1:0").getPublishableConnectString();
        broker.start();
        factory = new ActiveMQConnectionFactory(address);
        factory.getRedeliveryPolicy().setMaximumRedeliveries(0);
        factory.setWatchTopicAdvisories(false);
        session = openSession();
    }

    private static Session openSession() throws JMSException {
        Connection connection = factory.createConnection();
        CONNECTIONS.add(connection);
        connection.start();
        return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    private static void listen(int bytes) throws Exception {
        listen(session.createQueue("orders"), session.createQueue("orders"), bytes, false);
        listen(session.createTopic("prices.>"), session.createTopic("prices.4711"), bytes + 1, false);
        Destination temporary = session.createTemporaryQueue();
        listen(temporary, temporary, bytes + 2, false);
        listen(session.createQueue("failing"), session.createQueue("failing"), bytes + 3, true);

        send(session.createQueue("received"), bytes + 4);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue("received"))) {
            call(consumer.receive());
        }
        CALLED.acquire();
    }

    /** In a session of its own: its listener runs in another thread than the one that sends. */
    private static void listen(Destination consumed, Destination sent, int bytes, boolean fails) throws Exception {
        Session own = fails ? openSession() : session;
        try (MessageConsumer consumer = own.createConsumer(consumed)) {
            consumer.setMessageListener(message -> {
                call(message);
                if (fails) {
                    throw new IllegalStateException("as it was told");
                }
            });
            send(sent, bytes);
            CALLED.acquire();
        }
    }

    private static void spring(int bytes) throws Exception {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setConnectionFactory(factory);
        container.setDestinationName("shipments");
        container.setMessageListener((javax.jms.MessageListener) JmsCalls::call);
        container.afterPropertiesSet();
        container.start();
        send(session.createQueue("shipments"), bytes);
        CALLED.acquire();
        container.shutdown();
    }

    /** Not by the session of the listeners: that is theirs while they listen. */
    private static void send(Destination to, int bytes) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session own = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = own.createProducer(to)) {
            Message message = own.createMessage();
            message.setIntProperty(BYTES, bytes);
            producer.send(message);
        }
    }

    private static void call(Message message) {
        try {
            Calls.call(message.getIntProperty(BYTES));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
        CALLED.release();
    }
}
