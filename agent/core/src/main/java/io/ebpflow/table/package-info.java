// SPDX-License-Identifier: Apache-2.0

/** Collections of primitives for the event path. Depends on nothing. */
package io.ebpflow.table;
