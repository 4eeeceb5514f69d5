// SPDX-License-Identifier: Apache-2.0

/** What the times of an exchange mean. See docs/decisions/0007-pauses-from-perf-data.md for where pauses come from. */
package io.ebpflow.exchange;
