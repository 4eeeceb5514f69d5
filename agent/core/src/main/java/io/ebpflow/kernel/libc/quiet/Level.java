// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel.libc.quiet;

/**
 * The levels that JNA names.
 *
 * <p>Threading: immutable.
 */
public final class Level {

    public static final Level SEVERE = new Level();
    public static final Level WARNING = new Level();
    public static final Level INFO = new Level();
    public static final Level FINE = new Level();
    public static final Level FINER = new Level();

    private Level() {}
}
