// SPDX-License-Identifier: Apache-2.0

/** Flows for a collector: ntopng, over ZeroMQ. Start with {@link io.ebpflow.view.export.ExportView}. */
package io.ebpflow.view.export;
