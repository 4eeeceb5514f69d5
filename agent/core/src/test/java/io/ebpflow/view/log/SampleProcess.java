// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;

/** Processes whose events are shown. */
final class SampleProcess {
    static final int PID = 4_711;

    static final String CONTAINER_ID = "275d71585e03a0dfd0ac4e2fb8d7b95b3f0e9d7e4a3b52f0d1a6c5b4e3f2a190";

    /** Nothing but its pid. */
    static final JvmFacts UNKNOWN = new JvmFacts(ProcessFacts.of(PID).build(), null, ContainerFacts.NONE);

    static final ProcessFacts JAVA = ProcessFacts.of(PID)
            .parentPid(4_700)
            .program("/usr/lib/jvm/java-17/bin/java", "-Xmx1g")
            .user(1_000, "shop")
            .group(1_001, "services")
            .build();

    static final ProcessFacts SHELL = ProcessFacts.of(4_700)
            .parentPid(1)
            .program("/usr/bin/bash", "/opt/shop/run.sh")
            .user(0, "root")
            .group(0, "root")
            .build();

    static final JvmFacts ON_A_HOST = new JvmFacts(JAVA, SHELL, ContainerFacts.NONE);

    static final JvmFacts IN_DOCKER =
            new JvmFacts(JAVA, SHELL, new ContainerFacts(CONTAINER_ID, "docker", "shop-web-1", null, null));

    static final JvmFacts IN_A_POD = new JvmFacts(
            JAVA, SHELL, new ContainerFacts(CONTAINER_ID, "containerd", "web", "shop-7d4b9c6f5-x2x7q", "production"));

    private SampleProcess() {}
}
