// SPDX-License-Identifier: Apache-2.0
/** Says of flows which container of this machine their other end is in. */
package io.ebpflow.view.peer;
