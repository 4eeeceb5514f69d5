// SPDX-License-Identifier: Apache-2.0

/** What the API shares with the agent and its command line. Not for applications: it may change with every version. */
package io.ebpflow.api.internal;
