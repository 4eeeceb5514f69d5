// SPDX-License-Identifier: Apache-2.0
/**
 * Whose flows these are: this JVM's process and its parent, their user and group, and the container that they run in. All
 * of it from /proc and from files; the one socket that is asked is that of the container runtime.
 */
package io.ebpflow.process;
