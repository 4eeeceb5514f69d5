// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

/**
 * Tells which loader holds a class: asked through the bootstrap loader, and through the application's.
 *
 * <p>Threading: main only.
 */
public final class BridgeFinder {

    private BridgeFinder() {}

    public static void main(String[] args) throws ClassNotFoundException {
        for (String name : args) {
            Class<?> fromBootstrap = Class.forName(name, false, null);
            Class<?> fromApplication = Class.forName(name, false, ClassLoader.getSystemClassLoader());
            if (fromBootstrap != fromApplication || fromBootstrap.getClassLoader() != null) {
                throw new IllegalStateException(name + " is there twice");
            }
        }
        System.out.print("found " + args.length);
    }
}
