// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.health.AgentLog;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;

/**
 * An open MBean that sends notifications of one type. What a listener throws is its own affair: it is counted, logged
 * once, and the next one is served.
 *
 * <p>Threading: thread-safe after the attributes were added; listeners run in the thread that sends.
 */
final class NotifyingBean extends OpenBean implements NotificationEmitter {
    private final MBeanNotificationInfo[] infos;
    private final AgentLog log;
    private final AtomicLong failureCount = new AtomicLong();
    private final NotificationBroadcasterSupport listeners = new NotificationBroadcasterSupport() {
        @Override
        protected void handleNotification(NotificationListener listener, Notification notification, Object handback) {
            try {
                super.handleNotification(listener, notification, handback);
            } catch (Throwable e) { // of the listener
                if (failureCount.getAndIncrement() == 0) {
                    log.warn("a listener of " + notification.getType() + " failed, later failures are only counted: "
                            + e);
                }
            }
        }
    };

    NotifyingBean(String description, String notificationType, String about, AgentLog log) {
        super(description);
        this.log = log;
        String[] types = {notificationType};
        infos = new MBeanNotificationInfo[] {new MBeanNotificationInfo(types, Notification.class.getName(), about)};
    }

    void send(Notification notification) {
        listeners.sendNotification(notification);
    }

    /** How often a listener threw. */
    long failureCount() {
        return failureCount.get();
    }

    void resetFailureCount() {
        failureCount.set(0);
    }

    @Override
    public MBeanNotificationInfo[] getNotificationInfo() {
        return infos.clone();
    }

    @Override
    public void addNotificationListener(NotificationListener listener, NotificationFilter filter, Object handback) {
        listeners.addNotificationListener(listener, filter, handback);
    }

    @Override
    public void removeNotificationListener(NotificationListener listener) throws ListenerNotFoundException {
        listeners.removeNotificationListener(listener);
    }

    @Override
    public void removeNotificationListener(NotificationListener listener, NotificationFilter filter, Object handback)
            throws ListenerNotFoundException {
        listeners.removeNotificationListener(listener, filter, handback);
    }
}
