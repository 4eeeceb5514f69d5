// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * A servlet of Jersey for {@link Shop}.
 *
 * <p>Threading: called by the server.
 */
public final class JerseyRoutes {

    private JerseyRoutes() {}

    /** The servlet. */
    public static Object servlet() {
        return new ServletContainer(new ResourceConfig(RestResources.classes()));
    }
}
