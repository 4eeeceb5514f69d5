// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.config.Config;
import io.ebpflow.health.AgentLog;
import io.ebpflow.process.OwnProcess;
import io.ebpflow.process.PeerFinder;
import io.ebpflow.view.FlowView;
import io.ebpflow.view.export.ExportView;
import io.ebpflow.view.export.ZmqPublisher;
import io.ebpflow.view.jmx.SlowCalls;
import io.ebpflow.view.log.Logs;
import io.ebpflow.view.peer.PeerView;
import io.ebpflow.view.subscribe.SubscriptionView;
import io.ebpflow.view.watch.WatchView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * All that is told of events, in the order in which it is told.
 *
 * <p>Threading: stateless.
 */
final class Views {
    private Views() {}

    /**
     * Those that the configuration asks for.
     *
     * @param version the agent's; asked for if somebody wants to know it
     */
    static List<FlowView> all(
            Config config,
            OwnProcess process,
            Logs logs,
            SlowCalls slowCalls,
            WatchView watches,
            Supplier<String> version,
            AgentLog log) {
        List<FlowView> views = new ArrayList<>();
        if (config.containers()) {
            PeerFinder finder = PeerFinder.ofSystem(process::facts, process::isStopping);
            views.add(new PeerView(finder::find, finder::failedCount)); // the first: what it finds the others show
        }
        logs.flowView().ifPresent(views::add);
        if (config.jmx()) {
            views.add(slowCalls);
        }
        views.add(watches);
        views.add(new SubscriptionView(process::facts, log));
        config.export()
                .ifPresent(target -> views.add(new ExportView(
                        new ZmqPublisher(target, version.get(), log), process::facts, config.snapshotNs())));
        return views;
    }
}
