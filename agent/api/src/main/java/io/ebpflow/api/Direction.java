// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

/**
 * Who began a flow.
 *
 * <p>Threading: immutable.
 */
public enum Direction {
    /** The peer: we accepted, or it sent first. */
    IN,
    /** This JVM: it connected, or sent first. */
    OUT
}
