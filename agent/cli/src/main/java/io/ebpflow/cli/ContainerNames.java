// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.CriFiles;
import io.ebpflow.process.RuntimeApi;

/**
 * Has container runtimes name the containers of others: by what they have written down, else by their answer if it comes soon.
 *
 * <p>Threading: confined to the main thread.
 */
final class ContainerNames {
    private static final long PATIENCE_NS = 500_000_000L;

    private final RuntimeApi runtime = RuntimeApi.ofSystem(System::getenv, () -> false);
    private final CriFiles cri = CriFiles.ofSystem();
    private boolean isLoaded;
    private boolean isSilent;

    /** What its files and its runtime tell of the container of a process. */
    ContainerFacts of(Proc process) {
        ContainerFacts container = cri.describe(process.container());
        if (container.id == null || isSilent) {
            return container;
        }
        if (!isLoaded) {
            isLoaded = true;
            isSilent = JnaLoader.load() != null;
        }
        if (isSilent) {
            return container;
        }
        long startNs = System.nanoTime();
        ContainerFacts named = runtime.describe(container, null);
        isSilent = System.nanoTime() - startNs > PATIENCE_NS;
        return named;
    }
}
