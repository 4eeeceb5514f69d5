// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import io.ebpflow.bridge.Pipelines;
import io.netty.handler.codec.http.HttpClientCodec;
import net.bytebuddy.asm.Advice;

/**
 * A client's codec is made, and with it its decoder.
 *
 * <p>Threading: inlined into Netty; runs in any thread.
 */
final class ClientOpenedAdvice {
    private ClientOpenedAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.FieldValue("this$0") HttpClientCodec codec) throws Throwable {
        Pipelines.opened(codec);
    }
}
