// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.api.internal.RemotePeer;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of several commands that choose whose events are shown.
 *
 * <p>Threading: the main thread.
 */
final class FilterOptions {
    @Option(
            names = "--request",
            paramLabel = "PATTERN",
            description = "only for requests of such a name; * is anything, without one a part of the name is enough")
    private List<String> requests = new ArrayList<>();

    @Option(names = "--thread", paramLabel = "PATTERN", description = "only of threads of such a name")
    private List<String> threads = new ArrayList<>();

    @Option(
            names = "--remote",
            paramLabel = "HOST[:PORT|/CIDR]",
            converter = RemoteConverter.class,
            description = "only with such a peer: 10.0.0.5, 10.0.0.5:5432, 10.0.0.0/8, [::1]:80, :80. Names are not"
                    + " resolved: they are those that the application has looked up")
    private List<RemotePeer> remotes = new ArrayList<>();

    void narrow(FlowFilter filter) {
        requests.forEach(filter::request);
        threads.forEach(filter::thread);
        remotes.forEach(filter::remote);
    }

    /**
     * A peer.
     *
     * <p>Threading: stateless.
     */
    static final class RemoteConverter implements ITypeConverter<RemotePeer> {
        @Override
        public RemotePeer convert(String text) {
            try {
                return RemotePeer.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
