// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.flow.FlowRow;
import io.ebpflow.health.AgentLog;
import io.ebpflow.health.Printable;
import io.ebpflow.net.Errno;
import java.util.Date;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.SimpleType;

/**
 * {@code type=SlowCalls}: the newest and the worst slow calls, and a notification for each new one.
 *
 * <p>Threading: thread-safe.
 */
final class SlowCallsBean implements AutoCloseable {
    /** Type of the notification that tells of a slow call. */
    static final String NOTIFICATION_TYPE = "io.ebpflow.slow";

    private final SlowCalls calls;
    private final ObjectName name;
    private final Table<SlowCall> table = table();
    private final NotifyingBean bean;
    private final SlowNotifier notifier;

    /** @param name under which {@link #bean} is registered */
    SlowCallsBean(SlowCalls calls, ObjectName name, AgentLog log, LongSupplier nanoClock) {
        this.calls = calls;
        this.name = name;
        notifier = new SlowNotifier(this::send, nanoClock);
        String about = "A slow call; the user data is its row";
        bean = new NotifyingBean("Calls that took too long, and where the time went", NOTIFICATION_TYPE, about, log);
        bean.attribute("Newest", "The last 50, newest first", table.type(), () -> table.of(calls.newest()))
                .attribute("Worst", "The 50 slowest, slowest first", table.type(), () -> table.of(calls.worst()))
                .attribute(
                        "SlowCallCount", "Slow calls since the start or the last reset", SimpleType.LONG, calls::count)
                .attribute(
                        "SuppressedCount",
                        "Slow calls without a notification: more than 10 a second, or a listener was busy",
                        SimpleType.LONG,
                        notifier::suppressedCount)
                .attribute("ListenerFailureCount", "How often a listener threw", SimpleType.LONG, bean::failureCount)
                .operation("reset", "Forgets all calls and lets the counts begin again at zero", () -> {
                    calls.reset();
                    notifier.reset();
                    bean.resetFailureCount();
                    return null;
                });
    }

    OpenBean bean() {
        return bean;
    }

    /** Listeners are notified from here on. */
    SlowCallsBean start() {
        notifier.start();
        calls.notify(notifier);
        return this;
    }

    @Override
    public void close() {
        calls.notify(null);
        notifier.close();
    }

    private void send(SlowCall call) {
        String text = call.callUs / 1_000 + " ms to " + remote(call) + ", verdict " + call.verdict.jsonName()
                + (call.threadName == null ? "" : ", thread " + call.threadName);
        Notification notification = new Notification(NOTIFICATION_TYPE, name, call.number, call.epochUs / 1_000, text);
        notification.setUserData(table.row(call));
        bean.send(notification);
    }

    private static Table<SlowCall> table() {
        Table<SlowCall> table = new Table<SlowCall>("SlowCalls", "Slow calls")
                .number("Number", "Since the start of the agent, from 1", call -> call.number)
                .add("Time", "When it ended", SimpleType.DATE, call -> new Date(call.epochUs / 1_000))
                .number(
                        "CallUs",
                        "How long it took in microseconds: LookupUs, ConnectUs and TotalUs",
                        call -> call.callUs)
                .text("Verdict", "Where most of the time went", call -> call.verdict.jsonName())
                .text("Protocol", "tcp or udp", call -> call.lookup ? null : call.tcp ? "tcp" : "udp")
                .text("Local", "Local address and port", call -> FlowRow.name(call.local, call.localPort))
                .text("Remote", "Remote address and port", call -> FlowRow.name(call.remote, call.remotePort))
                .text("RemoteName", "Host name that the application used; empty: an address", SlowCallsBean::remoteName)
                .text("Thread", "Thread that made it; empty: not known", call -> call.threadName)
                .number("ThreadId", "Its Java thread id; empty: not known", call -> orUnknown(call.threadId))
                .text("Request", "Request it belonged to; empty: not known", SlowCallsBean::request)
                .text("TraceId", "Trace of that request; empty: not known", call -> call.request.trace())
                .text("UsedBy", "Code path that made it; empty: not known", call -> SlowCall.join(call.usedBy))
                .text("OpenedBy", "Code path that connected; empty: not known", call -> SlowCall.join(call.openedBy))
                .text("FlowId", "Socket cookie in hexadecimal", call -> Long.toHexString(call.flowId))
                .number("ConnectUs", "SYN to established in microseconds, if it belonged to the call", c -> c.connectUs)
                .number("LookupUs", "Host name looked up in microseconds, if it belonged to the call", c -> c.lookupUs);
        addParts(table);
        return table.text("Error", "Symbolic errno, or why the host name was not found", SlowCallsBean::error)
                .keyedBy("Number");
    }

    private static String error(SlowCall call) {
        return call.errno == 0 ? call.lookupError : Errno.nameOf(call.errno);
    }

    private static String remote(SlowCall call) {
        return call.lookup ? remoteName(call) : FlowRow.name(call.remote, call.remotePort);
    }

    private static String remoteName(SlowCall call) {
        return call.remoteName == null ? null : Printable.of(call.remoteName);
    }

    private static String request(SlowCall call) {
        StringBuilder name = call.request.appendTo(new StringBuilder());
        return name.length() == 0 ? null : name.toString();
    }

    private static void addParts(Table<SlowCall> table) {
        table.number("SendUs", "First to last send in microseconds", always(parts -> parts.sendUs))
                .number("NetworkUs", "Network in microseconds", ofTcp(always(parts -> parts.networkUs)))
                .number("PeerUs", "The peer in microseconds", always(parts -> parts.peerUs))
                .number("PickupUs", "Arrival to first read in microseconds", answered(parts -> parts.pickupUs))
                .number("TransferUs", "First to last read in microseconds", answered(parts -> parts.transferUs))
                .number("UnreadUs", "Of TransferUs: data waited for a reader", ofTcp(answered(parts -> parts.unreadUs)))
                .number("TotalUs", "All parts of the exchange in microseconds", always(parts -> parts.totalUs))
                .number("GcUs", "Pauses of this JVM inside PickupUs; empty: not known", always(parts -> parts.gcUs))
                .number("RequestBytes", "Bytes of the request", always(parts -> parts.requestBytes))
                .number("ResponseBytes", "Bytes of the response", answered(parts -> parts.responseBytes))
                .number("Retransmits", "Segments of ours sent again", ofTcp(always(parts -> parts.retransmits)))
                .bool("Unanswered", "No answer came", call -> call.parts.unanswered)
                .bool("WindowLimited", "The peer's window was full", call -> call.parts.windowLimited);
    }

    private static ToLongFunction<SlowCall> always(ToLongFunction<ExchangeParts> value) {
        return call -> part(call, value.applyAsLong(call.parts));
    }

    private static ToLongFunction<SlowCall> answered(ToLongFunction<ExchangeParts> value) {
        return call -> call.parts.unanswered ? FlowEvent.UNKNOWN : part(call, value.applyAsLong(call.parts));
    }

    private static ToLongFunction<SlowCall> ofTcp(ToLongFunction<SlowCall> value) {
        return call -> call.tcp ? value.applyAsLong(call) : FlowEvent.UNKNOWN;
    }

    /** A connection attempt has no parts. */
    private static long part(SlowCall call, long value) {
        return call.parts.has() ? value : FlowEvent.UNKNOWN;
    }

    private static long orUnknown(long id) {
        return id == 0 ? FlowEvent.UNKNOWN : id;
    }
}
