// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

/**
 * A thread of the agent: a daemon, named {@code ebpflow-*}, without the application's class loader, and in its slot
 * marked as ours, so that the kernel programs ignore what it does.
 *
 * <p>Threading: as Thread.
 */
public final class EbpflowThread extends Thread {
    private static volatile Runnable marker = () -> {};

    /** @param name without the prefix */
    public EbpflowThread(String name, Runnable body) {
        super(null, body, "ebpflow-" + name, 0, false);
        setDaemon(true);
        setContextClassLoader(null);
    }

    /** What each of these threads does first, once there are slots: it marks itself as ours. */
    public static void markWith(Runnable newMarker) {
        marker = newMarker;
    }

    @Override
    public void run() {
        try {
            marker.run();
        } catch (Throwable e) {
            marker = () -> {}; // the scan of threads finds ours, too, a second later
        }
        super.run();
    }
}
