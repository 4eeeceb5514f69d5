// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import org.openjdk.jmh.annotations.Fork;

/**
 * The same on a virtual thread, whose request is found by its id.
 *
 * <p>Threading: as JMH has it.
 */
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Djmh.executor=VIRTUAL",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.access=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"
        })
public class VirtualThreadRequestBenchmark extends RequestBenchmark {}
