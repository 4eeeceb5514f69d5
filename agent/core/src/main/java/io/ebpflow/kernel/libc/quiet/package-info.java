// SPDX-License-Identifier: Apache-2.0

/**
 * Stand-ins for {@code java.util.logging}, silent. The build points the packed JNA at them: JNA logs through
 * java.util.logging, whose first use sets up the LogManager before an application server (WildFly, Tomcat) sets its own.
 */
package io.ebpflow.kernel.libc.quiet;
