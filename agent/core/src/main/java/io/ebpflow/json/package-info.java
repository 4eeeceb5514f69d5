// SPDX-License-Identifier: Apache-2.0
/** Reads the JSON of others: of the loader, of container runtimes, and in the command line that of the agent. */
package io.ebpflow.json;
