// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import java.nio.channels.SocketChannel;

/**
 * Stands for the JDK's class of this name, which is not public: {@link JdkHttpClient} renames it.
 *
 * <p>Threading: never loaded.
 */
abstract class HttpConnection {
    abstract SocketChannel channel();
}
