// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

/**
 * Other applications in one JVM, by the names of their classes: each is told to begin and to end as if it were alone. Only the last may
 * end the JVM.
 *
 * <p>Threading: main is that of each in turn.
 */
public final class Applications {

    private Applications() {}

    public static void main(String[] names) throws Exception {
        for (String name : names) {
            Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }
}
