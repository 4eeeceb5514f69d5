// SPDX-License-Identifier: Apache-2.0

/**
 * Native calls. At run time this package and JNA form a named module, the only one that needs native access: see {@code
 * io.ebpflow.loading.NativeModule}.
 */
package io.ebpflow.kernel.libc;
