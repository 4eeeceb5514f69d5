// SPDX-License-Identifier: Apache-2.0

/** Clients and servers of real protocols, whose exchanges the tests of the same package count. */
package io.ebpflow.it.protocol;
