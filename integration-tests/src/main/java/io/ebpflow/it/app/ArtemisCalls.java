// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.util.concurrent.Semaphore;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.Destination;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.Session;

/**
 * A broker of Artemis in the same JVM, and listeners that call a peer for each message with as many bytes as it says. Written against
 * JMS alone, since its jars are those of one test:
 *
 * <pre>
 *   connect PORT      to the peer; starts the broker
 *   listen BYTES      one message for a queue that it was in before, one for a topic by a pattern, one for a temporary queue, one
 *                     for a listener that throws after its call, with one byte more each; then one, received by main, which calls
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class ArtemisCalls {
    private static final String BYTES = "bytes";
    private static final String ARTEMIS = "org.apache.activemq.artemis.";

    private static final Semaphore CALLED = new Semaphore(0);

    private static ConnectionFactory factory;

    private ArtemisCalls() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            if (words[0].equals("connect")) {
                Calls.connect(Integer.parseInt(words[1]));
                startBroker();
            } else {
                listen(Integer.parseInt(words[1]));
            }
        }
        Runtime.getRuntime().exit(0); // the broker's threads are no daemons
    }

    private static void startBroker() throws Exception {
        Class<?> configuration = Class.forName(ARTEMIS + "core.config.Configuration");
        Object own = Class.forName(ARTEMIS + "core.config.impl.ConfigurationImpl")
                .getConstructor()
                .newInstance();
        configuration.getMethod("setPersistenceEnabled", boolean.class).invoke(own, false);
        configuration.getMethod("setSecurityEnabled", boolean.class).invoke(own, false);
        configuration
                .getMethod("addAcceptorConfiguration", String.class, String.class)
                .invoke(own, "vm", "vm://0");
        Class<?> broker = Class.forName(ARTEMIS + "core.server.embedded.EmbeddedActiveMQ");
        Object embedded = broker.getConstructor().newInstance();
        broker.getMethod("setConfiguration", configuration).invoke(embedded, own);
        broker.getMethod("start").invoke(embedded);
        factory = (ConnectionFactory) Class.forName(ARTEMIS + "jms.client.ActiveMQConnectionFactory")
                .getConstructor(String.class)
                .newInstance("vm://0");
    }

    private static void listen(int bytes) throws Exception {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            send(session.createQueue("orders"), bytes);
            listen(session, session.createQueue("orders"), null, 0);
            listen(session, session.createTopic("prices.#"), session.createTopic("prices.4711"), bytes + 1);
            Destination temporary = session.createTemporaryQueue();
            listen(session, temporary, temporary, bytes + 2);
            listen(session, session.createQueue("failing"), session.createQueue("failing"), bytes + 3);
        }
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("received"))) {
            connection.start();
            send(session.createQueue("received"), bytes + 4);
            call(consumer.receive());
            CALLED.acquire();
        }
    }

    /** @param sent null: a message is there already */
    private static void listen(Session session, Destination consumed, Destination sent, int bytes) throws Exception {
        try (MessageConsumer consumer = session.createConsumer(consumed)) {
            consumer.setMessageListener(message -> {
                call(message);
                if (consumed.toString().contains("failing")) {
                    throw new IllegalStateException("as it was told");
                }
            });
            if (sent != null) {
                send(sent, bytes);
            }
            CALLED.acquire();
        }
    }

    private static void send(Destination to, int bytes) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session own = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Message message = own.createMessage();
            message.setIntProperty(BYTES, bytes);
            own.createProducer(to).send(message);
        }
    }

    private static void call(Message message) {
        try {
            if (message.getJMSRedelivered()) {
                return;
            }
            Calls.call(message.getIntProperty(BYTES));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
        CALLED.release();
    }
}
