// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * The head of a request was decoded, or a part of its body, which may come at another time: the decoder stands for it.
 *
 * <p>Threading: inlined into Netty; runs in its event loops.
 */
final class DecodeAdvice {
    private DecodeAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter(@Advice.This Object decoder, @Advice.Argument(2) List<?> out) throws Throwable {
        if (!(decoder instanceof HttpRequestDecoder)) {
            return -1; // of a client
        }
        Requests.leave();
        return out.size();
    }

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object decoder, @Advice.Argument(2) List<?> out, @Advice.Enter int start)
            throws Throwable {
        if (start < 0 || out.size() <= start) {
            return;
        }
        Object first = out.get(start);
        if (first instanceof HttpRequest) {
            HttpRequest request = (HttpRequest) first;
            boolean isRead = request.decoderResult().isSuccess();
            ServerRequests.next(decoder, isRead ? request.method().name() : null);
        } else if (first instanceof HttpContent) {
            ServerRequests.resume(decoder);
        }
    }
}
