// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jms;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Listeners of JMS, which are of classes that nobody knows: so where a client of ActiveMQ Classic or of Artemis gives a message to
 * one, tested with 5.18, 6.3, 2.33 and 2.56, and where a container of Spring does, which receives from whatever provider, tested with 5.3 and 7.0. The same classes and
 * methods before and after the move from javax to jakarta; none of the API's own types is touched.
 *
 * <p>Threading: immutable.
 */
public final class JmsListeners {
    private JmsListeners() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "org.apache.activemq.ActiveMQMessageConsumer",
                        ActiveMqAdvice.class,
                        named("dispatch").and(takesArguments(1))),
                Hook.onLoad(
                        "org.apache.activemq.artemis.jms.client.ActiveMQMessageConsumer",
                        ArtemisConsumerAdvice.class,
                        named("setMessageListener").and(takesArguments(1))),
                Hook.onLoad(
                        "org.apache.activemq.artemis.jms.client.JMSMessageListenerWrapper",
                        ArtemisListenerAdvice.class,
                        named("onMessage").and(takesArguments(1))),
                Hook.onLoad(
                        "org.springframework.jms.listener.AbstractMessageListenerContainer",
                        SpringContainerAdvice.class,
                        named("doExecuteListener").and(takesArguments(2))));
    }
}
