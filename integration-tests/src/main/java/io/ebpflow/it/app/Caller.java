// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * Calls a peer that answers after the time it is told, and listens to what the agent's MBean says of it:
 *
 * <pre>
 *   open PORT          at 127.0.0.1; also the application's SLF4J, if it has one
 *   call MS            a request, and its response after so many milliseconds
 *   listen             for notifications of slow calls
 *   notification       waits for one; answers its type, sequence number, text, and call time in microseconds
 *   more               answers how many notifications have come that were not asked for
 *   slow ATTRIBUTE     answers the rows of this table: verdict, call time, remote endpoint, thread
 *   count              answers how many slow calls there were
 * </pre>
 *
 * <p>Threading: main reads the commands and calls.
 */
public final class Caller {

    public static final int REQUEST_BYTES = 23;
    public static final int RESPONSE_BYTES = 7_919;

    private static final int LIMIT_SECONDS = 20;

    private static final BlockingQueue<Notification> NOTIFICATIONS = new LinkedBlockingQueue<>();

    private static Socket socket;

    private Caller() {}

    public static void main(String[] args) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.ebpflow:type=SlowCalls");
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "open":
                    setUpLogging();
                    socket = new Socket("127.0.0.1", Integer.parseInt(words[1]));
                    break;
                case "call":
                    call(Integer.parseInt(words[1]));
                    break;
                case "listen":
                    server.addNotificationListener(name, (event, handback) -> NOTIFICATIONS.add(event), null, null);
                    break;
                case "notification":
                    report(NOTIFICATIONS.poll(LIMIT_SECONDS, TimeUnit.SECONDS));
                    break;
                case "more":
                    Gate.report(NOTIFICATIONS.size());
                    break;
                case "slow":
                    for (Object row : ((TabularData) server.getAttribute(name, words[1])).values()) {
                        CompositeData call = (CompositeData) row;
                        Gate.report(call.get("Verdict"), call.get("CallUs"), call.get("Remote"), call.get("Thread"));
                    }
                    break;
                case "count":
                    Gate.report(server.getAttribute(name, "SlowCallCount"));
                    break;
                default:
                    throw new IllegalArgumentException(command);
            }
        }
    }

    private static void setUpLogging() {
        try {
            Class.forName("org.slf4j.LoggerFactory")
                    .getMethod("getLogger", String.class)
                    .invoke(null, "application");
        } catch (ReflectiveOperationException e) {
            return; // not on the class path: an application without it
        }
    }

    private static void call(int delayMs) throws IOException {
        socket.getOutputStream()
                .write(ByteBuffer.allocate(REQUEST_BYTES).putInt(delayMs).array());
        new DataInputStream(socket.getInputStream()).readFully(new byte[RESPONSE_BYTES]);
    }

    private static void report(Notification event) {
        if (event == null) {
            Gate.report("none");
            return;
        }
        Object callUs = ((CompositeData) event.getUserData()).get("CallUs");
        Gate.report(event.getType(), event.getSequenceNumber(), event.getMessage(), callUs);
    }
}
