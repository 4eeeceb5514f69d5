// SPDX-License-Identifier: Apache-2.0

/**
 * Puts classes where they belong before the agent proper runs: the bridge into the bootstrap loader, JNA into a named
 * module that may call native code. See docs/decisions/0002-class-loading.md.
 */
package io.ebpflow.loading;
